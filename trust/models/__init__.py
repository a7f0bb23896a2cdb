from trust.models.access_log import AccessLog
from trust.models.job_run import JobRun
from trust.models.limit_hit import LimitHit
from trust.models.outbox_mail import OutboxMail
from trust.models.secret_link import SecretLink

__all__ = ["AccessLog", "JobRun", "LimitHit", "OutboxMail", "SecretLink"]
