"""The five roles and what each may do. Data only; `sync_roles` writes it to the groups.

Permissions are "app.codename"; `*` stands for any ending ("clinics.view_*"). Apps that do
not exist yet match nothing, which `sync_roles` reports. Quotes and reviews are entered
through their own pages, which ask for the role itself (staff.access), not a permission.
"""

from __future__ import annotations

from dataclasses import dataclass

LISTING_EDITOR = "listing editor"
VERIFIER = "verifier"
REVIEW_MODERATOR = "review moderator"
QUOTE_COORDINATOR = "quote coordinator"
ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class Role:
    """A role; `name` is the group's name and never changes, labels are for people."""

    name: str
    label_en: str
    label_ja: str
    does_en: str
    does_ja: str
    permissions: tuple[str, ...]

    def label(self, language: str) -> str:
        return self.label_ja if language.startswith("ja") else self.label_en

    def does(self, language: str) -> str:
        return self.does_ja if language.startswith("ja") else self.does_en


ROLES: tuple[Role, ...] = (
    Role(
        LISTING_EDITOR,
        "Listing editor",
        "掲載情報編集者",
        "Turns entries of the ministry's list into checked listings.",
        "厚生労働省の公表一覧の記載を、確認済みの掲載情報にします。",
        (
            "clinics.add_*",
            "clinics.change_*",
            "clinics.view_*",
            "clinics.delete_cliniclanguage",
            "register.view_*",
            "register.add_*",
            "register.change_*",
        ),
    ),
    Role(
        VERIFIER,
        "Verifier",
        "確認者(二人目)",
        "Second person for contradictions, official orders, commercial links and appeals.",
        "矛盾、行政処分等、商業上の関係、異議申立てを二人目として確認します。",
        (
            "clinics.view_*",
            "clinics.change_*",
            # Languages are rows of their own on a clinic's page; editing them adds and removes.
            "clinics.add_cliniclanguage",
            "clinics.delete_cliniclanguage",
            "register.view_*",
            "register.change_*",
        ),
    ),
    Role(
        REVIEW_MODERATOR,
        "Review moderator",
        "口コミ審査担当",
        "Publishes or refuses reviews, always with a reason.",
        "口コミを審査し、理由を付けて公開または非公開とします。",
        ("reviews.view_*", "clinics.view_clinic", "clinics.view_treatment"),
    ),
    Role(
        QUOTE_COORDINATOR,
        "Quote coordinator",
        "見積り担当",
        "Answers requests for quotes and sees only what the task needs.",
        "見積り依頼に対応します。閲覧できるのは業務に必要な範囲だけです。",
        ("quotes.view_*", "clinics.view_clinic", "clinics.view_treatment"),
    ),
    Role(
        ADMINISTRATOR,
        "Administrator",
        "管理者",
        "Invites staff, gives roles, resets lost devices. Does not read quotes.",
        "担当者の招待、役割の設定、認証機器の再設定を行います。見積り依頼は閲覧できません。",
        (
            "staff.view_user",
            "staff.change_user",
            "staff.view_staffevent",
            "clinics.view_*",
            "register.view_*",
        ),
    ),
)

ROLE_NAMES: tuple[str, ...] = tuple(role.name for role in ROLES)
BY_NAME: dict[str, Role] = {role.name: role for role in ROLES}


def role_label(name: str, language: str) -> str:
    """The role's name for people; an unknown group keeps its own name."""
    role = BY_NAME.get(name)
    return role.label(language) if role else name
