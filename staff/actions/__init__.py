"""Everything that changes staff accounts. Each action writes its StaffEvent."""

from staff.actions.demo import enter_demo, one_use_login
from staff.actions.events import forget_sign_in_failures, record, record_failed_sign_in
from staff.actions.onboarding import (
    begin_onboarding,
    finish_onboarding,
    renew_backup_codes,
    reset_second_factor,
)
from staff.actions.people import (
    LastAdministrator,
    change_password,
    end_sessions,
    invite,
    invite_again,
    set_active,
    set_roles,
)

__all__ = [
    "LastAdministrator",
    "begin_onboarding",
    "change_password",
    "end_sessions",
    "enter_demo",
    "finish_onboarding",
    "forget_sign_in_failures",
    "invite",
    "invite_again",
    "one_use_login",
    "record",
    "record_failed_sign_in",
    "renew_backup_codes",
    "reset_second_factor",
    "set_active",
    "set_roles",
]
