from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = _("Reviews")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from reviews import emails, retention
        from reviews.desk import queue
        from reviews.receipts import emails as receipt_emails
        from reviews.receipts import jobs as receipt_jobs
        from reviews.replies import emails as reply_emails
        from reviews.replies import jobs as reply_jobs

        for part in (receipt_emails, receipt_jobs, reply_emails, reply_jobs):
            part.register()
        emails.register()
        retention.register()
        queue.register()
