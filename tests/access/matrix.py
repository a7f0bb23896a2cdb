"""The declared matrix: one line for each URL name, or for a family of names (``*``).

    name        who        methods   what the parameters stand for

A new address needs a line in ROWS, or test_access_sweep fails; an exact name goes before a family,
a longer family before a shorter one. Who:

    all         everybody
    token       whoever holds a live link; any other link is 404 (for clinics 410)
    patient     the patient, for her own things; ``readers``: her view-only link, too
    staff:…     staff by letter: E editor, V verifier, M moderator, C coordinator,
                A administrator, N signed in without a role; ``staff:`` alone is nobody

Methods: G (GET and HEAD), P (POST). ``*``: whoever may come in is not asked further (the pages have
their own tests); everybody else is refused as ever. What a parameter stands for: a kind of LIVE,
one for each parameter; without it only a thing that is not there is asked for.
"""

from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache

METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE")
ROLES = (
    "anonymous", "patient a", "patient b", "viewer a", "clinic a", "clinic b", "no role",
    "editor", "verifier", "moderator", "coordinator a", "coordinator b", "administrator",
)  # fmt: skip
LETTERS = {
    "no role": "N", "editor": "E", "verifier": "V", "moderator": "M", "coordinator a": "C",
    "coordinator b": "C", "administrator": "A",
}  # fmt: skip
# What is open to those who may come in; ``recipient`` and ``answer`` are hers or are not.
LIVE = {
    "request": {"a", "b"},
    "confirm-link": {"a", "b", "unconfirmed"},
    "private-link": {"a", "b", "unconfirmed"},
    "clinic-link": {"a", "b"},
    "review": {"a"},
    "review-link": {"a"},
    "reply": {"a"},
    "reply-link": {"a"},
    "receipt": {"a"},
    "receipt-link": {"a"},
    "published": {"a"},
    "appeal": {"a"},
    "complication": {"a"},
    "burst": {"a"},
}
ROWS = """
quotes:request            all       GP
quotes:request_check      all       GP
quotes:request_sent       patient   G
quotes:track              all       GP
quotes:wish               all       *
quotes:wished             all       *
quotes:erased             all       G
quotes:clinic_done        all       G
quotes:confirm            token     GP  confirm-link
quotes:link               token     G   private-link
quotes:extend_link        token     G   private-link
quotes:clinic_answer      token     GP  clinic-link
quotes:mine               readers   G
quotes:choose             patient   GP  answer
quotes:not_this_one       patient   P   answer
quotes:allow              patient   P   recipient
quotes:reply              patient   P   recipient
quotes:withdraw_clinic    patient   P   recipient
quotes:reply_staff        patient   P
quotes:withdraw           patient   GP
quotes:erase              patient   GP
quotes:extend             patient   GP
quotes:new_link           patient   P
quotes:share              patient   P
quotes:unshare            patient   P
quotes:export             patient   P
quotes:print_answers      readers   G
quotes:dossier            readers   G
quotes:treated            patient   P
quotes:send_file          patient   GP  papers
quotes:read_file          patient   G   file
quotes:delete_file        patient   P   file
quotes:clinic_file        token     G   clinic-link file
quotes:leave              readers   *

admin:quotes_queue        staff:C   G
admin:quotes_export       staff:C   P
admin:quotes_deletion     staff:CA  G
admin:quotes_case         staff:C   GP  request
admin:quotes_preview      staff:C   G   request
admin:quotes_file         staff:C   G   request file
admin:quotes_papers       staff:C   P   request recipient
admin:quotes_take         staff:C   P   request
admin:quotes_ask          staff:C   P   request
admin:quotes_refuse       staff:C   P   request
admin:quotes_close        staff:C   P   request
admin:quotes_send         staff:C   P   request recipient
admin:quotes_answer       staff:C   GP  request recipient
admin:quotes_told         staff:C   P   request recipient
admin:quotes_treated      staff:C   P   request
admin:quotes_quoterequest_changelist  staff:C  *
admin:quotes_quoterequest_change      staff:C  *   request

reviews:receipt           token     GP  receipt-link
reviews:receipt_take_back token     P   receipt-link
reviews:reply             token     GP  reply-link
reviews:*                 all       *
reviews:mine              token     GP  review-link
reviews:edit              token     GP  review-link
reviews:appeal            token     GP  review-link
reviews:report            all       GP  published
admin:reviews_queue       staff:M   G
admin:reviews_case        staff:M   G   review
admin:reviews_publish     staff:M   P   review
admin:reviews_refuse      staff:M   P   review
admin:reviews_replies       staff:M   G
admin:reviews_reply         staff:M   G   reply
admin:reviews_reply_*       staff:M   P   reply
admin:reviews_receipts      staff:M   G
admin:reviews_receipt       staff:M   G   receipt
admin:reviews_receipt_file  staff:M   G   receipt
admin:reviews_receipt_*     staff:M   P   receipt
admin:reviews_burst       staff:M   G   burst
admin:reviews_burst_release  staff:M  P  burst
admin:reviews_appeals     staff:VM  G
admin:reviews_appeal      staff:VM  G   appeal
admin:reviews_appeal_decide  staff:VM  P  appeal
admin:reviews_reports     staff:M   G
admin:reviews_report      staff:M   G   published
admin:reviews_keep        staff:M   P   published
admin:reviews_remove      staff:M   P   published
admin:reviews_complications  staff:M  G
admin:reviews_complication   staff:M  G   complication
admin:reviews_complication_close  staff:M  P   complication
admin:reviews_*_changelist  staff:M  *
admin:reviews_*_change    staff:M   *   review

admin:register_import     staff:EA  *
admin:register_preview    staff:EA  *
admin:register_undo       staff:EA  *
admin:register_export     staff:EVA *
admin:register_differences  staff:EV  *
admin:register_confirm_all  staff:EV  *
admin:register_decide     staff:EV  *
admin:register_*_changelist  staff:EVA  *
admin:register_*_change   staff:EVA *
admin:listing_*           staff:E   *
admin:listing_preview     staff:EV  *
admin:listing_finding*    staff:EV  *
admin:listing_report      staff:EV  *
admin:order*              staff:E   *
admin:orders              staff:EVA *
admin:order               staff:EVA *
admin:order_remove        staff:EV  *
admin:order_target_remove  staff:EV  *
admin:order_removal*      staff:V   *
admin:sheet_*             staff:E   *
admin:clinics_*           staff:    *
admin:clinics_listingevent_changelist  staff:EVA  *
admin:clinics_listingevent_change      staff:EVA  *
admin:clinics_*_history   staff:NEVMCA  *

admin:guide_*             staff:E   *

admin:staff_*             staff:A   *
admin:staff_me            staff:NEVMCA  *
admin:staff_codes         staff:NEVMCA  *
admin:staff_sessions      staff:NEVMCA  *
admin:staff_user_add      staff:NEVMCA  *
admin:staff_user_history  staff:NEVMCA  *
admin:invite_*            all       *
admin:demo_login          all       *
admin:login               all       *
admin:logout              all       *
admin:index               staff:NEVMCA  *
admin:password_*          staff:NEVMCA  *
admin:jsi18n              staff:NEVMCA  *
admin:autocomplete        staff:    *
admin:view_on_site        staff:    *
admin:*_add               staff:    *
admin:*_delete            staff:    *
admin:*_history           staff:    *
admin:None                staff:NEVMCA  *

api:*                     all       *
clinics:*                 all       *
feeds:*                   all       G
guides:*                  all       *
guides_api:*              all       *
open_data:*               all       *
operations:*              all       *
pages:*                   all       *
register:*                all       *
register_api:*            all       *
robots                    all       *
security                  all       *
sitemap*                  all       *
ui:*                      all       *
"""


@dataclass(frozen=True)
class Row:
    name: str
    who: str
    methods: str
    about: tuple[str, ...] = ()

    def kinds(self, parameters: list[tuple[str, str]]) -> list[str]:
        """Return what stands for each (converter, name)."""
        if self.about:
            return list(self.about)
        plain = {"int", "slug", "uuid", "path"}
        return [converter if converter in plain else "token" for converter, _name in parameters]

    @property
    def roles(self) -> tuple[str, ...]:
        """Who is asked: where everybody may come in, a few stand for all."""
        if self.who == "all" and self.methods == "*":
            return ("anonymous", "patient a", "clinic a", "coordinator a", "administrator")
        if self.who.startswith("staff:") and self.methods == "*" and not self.about:
            # Nothing of a patient's stands behind these: one stranger stands for all.
            return tuple(role for role in ROLES if role in {"patient a", "anonymous", *LETTERS})
        return ROLES

    def asked(self) -> tuple[str, ...]:
        return ("GET", "POST", "DELETE") if self.methods == "*" else METHODS

    def expects(self, role: str, label: str, method: str) -> str:
        """Return "yes", "no" (refused, whatever is there), "404" or "any" for one cell."""
        if not self._may_come_in(role):
            return "no"
        if self.methods == "*":
            return "any"
        if self.about and not self._is_there(role, label):
            return "404"
        letter = {"GET": "G", "HEAD": "G", "POST": "P"}.get(method, "-")
        return "yes" if letter in self.methods else "405"

    def may_read(self, role: str, label: str, other: str) -> bool:
        """Return whether the words of patient ``other`` may stand in the answer."""
        if self.who in {"patient", "readers"}:
            return self._may_come_in(role) and role.endswith(f" {other}")
        if self.who.startswith("staff:"):
            # In a larger team somebody else's case opens only with a reason.
            return role == f"coordinator {other}" and label == other
        return self.about == ("clinic-link",) and label == other

    def _may_come_in(self, role: str) -> bool:
        if self.who.startswith("staff:"):
            return LETTERS.get(role, "-") in self.who.removeprefix("staff:")
        if self.who == "patient":
            return role in {"patient a", "patient b"}
        if self.who == "readers":
            return role in {"patient a", "patient b", "viewer a"}
        return True

    def _is_there(self, role: str, label: str) -> bool:
        if self.who in {"patient", "readers"}:
            return role.endswith(f" {label}")
        return label in LIVE[self.about[0]]


@lru_cache
def rows() -> tuple[Row, ...]:
    made = []
    for line in ROWS.splitlines():
        words = line.split()
        if words:
            made.append(Row(words[0], words[1], words[2], tuple(words[3:])))
    return tuple(made)


@lru_cache
def row_of(name: str) -> Row | None:
    """Return the row of a URL name; an exact one goes before a family."""
    found = [row for row in rows() if fnmatchcase(name, row.name)]
    return max(found, key=lambda row: (row.name == name, len(row.name))) if found else None
