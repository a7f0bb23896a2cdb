"""Staff addresses below /admin/orders/."""

from django.urls import path

from clinics.orders import removal_views, views

urlpatterns = [
    path("", views.order_list, name="orders"),
    path("new/", views.order_new, name="order_new"),
    path("<int:pk>/", views.order, name="order"),
    path("<int:pk>/decide/", views.order_decide, name="order_decide"),
    path("<int:pk>/show/", views.order_show, name="order_show"),
    path("<int:pk>/addressee/", views.order_addressee, name="order_addressee"),
    path("<int:pk>/lift/", views.order_lift, name="order_lift"),
    path("<int:pk>/remove/", removal_views.removal_ask, name="order_remove"),
    path("<int:pk>/remove/<int:target>/", removal_views.removal_ask, name="order_target_remove"),
    path("targets/<int:pk>/", views.order_reword, name="order_reword"),
    path("removals/", removal_views.removal_queue, name="order_removals"),
    path("removals/<int:pk>/", removal_views.removal_decide, name="order_removal"),
]
