"""Pages outside the second factor, and our own pages inside it (registered in admin.py)."""

from django.urls import path

from staff.views import demo, me, members, onboarding

onboarding_urls = [
    path("invite/<str:token>/", onboarding.set_password, name="invite_accept"),
    path(
        "invite/<str:token>/authenticator/",
        onboarding.confirm_authenticator,
        name="invite_authenticator",
    ),
    path("invite/<str:token>/qr.svg", onboarding.qr_image, name="invite_qr"),
    path("demo-login/<str:token>/", demo.demo_login, name="demo_login"),
]

staff_urls = [
    path("invite/", members.invite, name="staff_invite"),
    path("member/<int:pk>/", members.member, name="staff_member"),
    path("member/<int:pk>/invite-again/", members.invite_again, name="staff_invite_again"),
    path("member/<int:pk>/reset/", members.reset_second_factor, name="staff_reset"),
    path("member/<int:pk>/access/", members.change_access, name="staff_access"),
    path("me/", me.me, name="staff_me"),
    path("me/codes/", me.new_codes, name="staff_codes"),
    path("me/sessions/", me.end_sessions, name="staff_sessions"),
]
