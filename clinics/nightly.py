"""Each night: the rules over every listing, counts over the ministry's list, orders anew."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from clinics.check_facts import Facts
from clinics.checks import CHUNK, RULES, chunks, findings_of, record_findings, under_check
from clinics.models import Finding, RuleCount, Treatment
from clinics.orders.actions import refresh_order_targets
from trust.jobs import Job, register_job

EXAMPLES = 20
# What the rules read; a row of the list has many more columns.
_READ = (
    "number", "asrm_class", "product", "product_detail", "origin", "tissue", "processing",
    "route", "title_ja", "title_en", "submitted_on", "list_last_seen", "is_sample", "level",
    "publication", "clinic__prefecture", "source__page_text",
)  # fmt: skip


@dataclass(frozen=True)
class Summary:
    """``rules``: open findings by rule, every rule once. ``on_list``: list entries by rule."""

    listings: int
    open: int
    contradictions: int
    waiting: int
    rules: dict[str, int]
    on_list: dict[str, int]
    orders_anew: int


def look_at_everything() -> Summary:
    """Record findings, count the list, attach orders. May run twice and while staff work."""
    record_findings(under_check())
    on_list = count_on_list()
    found = Finding.objects.open().filter(treatment__in=Treatment.objects.under_check())
    by_rule = Counter(found.order_by().values_list("rule", flat=True))
    return Summary(
        listings=Treatment.objects.under_check().count(),
        open=sum(by_rule.values()),
        contradictions=found.filter(severity=Finding.Severity.ERROR).count(),
        waiting=found.waiting().count(),
        rules={rule.code: by_rule[rule.code] for rule in RULES},
        on_list=on_list,
        orders_anew=len(refresh_order_targets()),
    )


def count_on_list() -> dict[str, int]:
    """Count in how many entries of the ministry's list each rule sees something; keep it."""
    rules = [rule for rule in RULES if rule.on_list]
    counts: Counter[str] = Counter()
    examples: dict[str, list[int]] = defaultdict(list)
    entries = Treatment.objects.listed().filter(
        level=Treatment.Level.LIST, being_checked_by=None, is_sample=False
    )
    rows = entries.select_related("clinic", "source").only(*_READ).order_by("pk")
    for part in chunks(rows.iterator(CHUNK)):
        facts = Facts(part)
        for treatment in part:
            for rule, _detail in findings_of(treatment, facts, rules):
                counts[rule.code] += 1
                if len(examples[rule.code]) < EXAMPLES:
                    examples[rule.code].append(treatment.pk)
    _keep({rule.code: counts[rule.code] for rule in rules}, examples)
    return {rule.code: counts[rule.code] for rule in rules}


@transaction.atomic
def _keep(counts: dict[str, int], examples: dict[str, list[int]]) -> None:
    RuleCount.objects.exclude(rule__in=counts).delete()
    now = timezone.now()
    for rule, count in counts.items():
        values = {"count": count, "examples": examples[rule], "counted_at": now}
        RuleCount.objects.update_or_create(rule=rule, defaults=values)


def run() -> str:
    """The job: returns a count, nobody's data."""
    summary = look_at_everything()
    return f"listings {summary.listings}, open findings {summary.open}"


def register() -> None:
    register_job(Job("listings: look for contradictions", run, at_hour=2))
