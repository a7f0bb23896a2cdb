"""The sentence that says to whom an order was addressed, in both languages, as data."""

from clinics.models import OfficialOrder

# How a listing was found → English, Japanese. ``{act}`` is the kind, ``{value}`` the number or
# name as printed, ``{party}`` the name of operator, cell lab or committee.
SENTENCES: dict[str, tuple[str, str]] = {
    "plan": (
        "This {act} was to the treatment with plan number {value} at this clinic.",
        "この{act}の対象は、このクリニックの計画番号{value}の治療です。",
    ),
    "operator": (
        "This {act} was to {party} (corporation number {value}), which runs this clinic.",
        "この{act}の対象は、このクリニックを運営する{party}（法人番号{value}）です。",
    ),
    "facility": (
        "This {act} was to the cell lab {party} ({value}), not to this clinic. "
        "A treatment of this clinic names that cell lab.",
        "この{act}の対象は細胞培養加工施設{party}（{value}）であり、このクリニックではありません。"
        "このクリニックの治療がこの施設を挙げています。",
    ),
    "committee": (
        "This {act} was to the committee {party} ({value}), not to this clinic. "
        "That committee gave its opinion on a treatment of this clinic.",
        "この{act}の対象は委員会{party}（{value}）であり、このクリニックではありません。"
        "この委員会がこのクリニックの治療について意見を述べています。",
    ),
    "name": (
        "This {act} was to “{value}”. This clinic is listed under that name.",
        "この{act}の対象は「{value}」です。このクリニックはその名称で掲載されています。",
    ),
    "former_name": (
        "This {act} was to “{value}”, a former name of this clinic.",
        "この{act}の対象は「{value}」で、このクリニックの旧名称です。",
    ),
    "operator_name": (
        "This {act} was to “{value}”, which runs this clinic.",
        "この{act}の対象は、このクリニックを運営する「{value}」です。",
    ),
    "part_of_name": ("This {act} was to “{value}”.", "この{act}の対象は「{value}」です。"),
    "moved": (
        "This {act} was to “{value}”, which moved to this clinic.",
        "この{act}の対象は「{value}」で、このクリニックに移転しました。",
    ),
}
LONGEST = 300


def sentences(
    order: OfficialOrder, *, how: str, value: str, party_en: str = "", party_ja: str = ""
) -> tuple[str, str]:
    """Return the usual scope sentence (English, Japanese) of a way a listing was found."""
    request = order.kind == OfficialOrder.Kind.REQUEST
    english, japanese = SENTENCES[how]
    return (
        english.format(
            act="request" if request else "order", value=value, party=party_en or party_ja
        )[:LONGEST],
        japanese.format(act="要請" if request else "命令", value=value, party=party_ja or party_en)[
            :LONGEST
        ],
    )
