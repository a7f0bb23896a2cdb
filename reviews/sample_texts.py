"""Invented words for sample reviews. Nobody wrote them about any real clinic."""

from __future__ import annotations

# Fit to publish: about service, price and communication.
PUBLISHABLE: tuple[str, ...] = (
    "The interpreter was there from the first call. I got the price list before I flew in.",
    "Two hours of waiting on the first day, nobody said why. The staff were kind.",
    "I was handed the explanation document in English and had a week to read it.",
    "The hotel and the blood test were not in the price. Ask about both before you go.",
    "費用の説明が丁寧で、見積書と同じ金額でした。待ち時間は短かったです。",
    "The doctor drew the steps on paper and answered every question of my daughter.",
    "After I went home nobody answered my mail for three weeks.",
    "They told me plainly that it is not proven and what else I could do. That helped me decide.",
    "予約の変更に快く応じてもらえました。英語の書類もありました。",
    "The bill had one line I did not understand. The desk explained it and gave me a new copy.",
    "Good signs from the station, a quiet room, and a nurse who spoke some Tagalog.",
    "I asked for the name of the cell lab and got it in writing the same day.",
    "The risks were read out very fast. I had to ask for the paper myself.",
    "説明同意書を事前に郵送してもらえたので、家族と相談できました。",
    "They called the day after and again two weeks later, as they had promised.",
    "",
)

# Fit to refuse, with the reason.
REFUSABLE: tuple[tuple[str, str], ...] = (
    ("effect_claim", "My knee is like new after one drip. It works for everybody!"),
    ("personal_data", "Nurse Sample Hanako at extension 000 was rude to me."),
    ("promotion", "Better prices at my friend's agency, search for Sample Tours."),
    ("effect_claim", "治療の翌日から痛みが完全に消えました。"),
    ("abuse", "Only idiots work there."),
)

# In the queue of the demonstration: some fine, some not.
WAITING: tuple[str, ...] = (
    "The price was as written in the answer here. The form for my doctor came a week late.",
    "My sugar went down by half within a month, go there!",
    "The interpreter left early and the rest was hand signs.",
    "受付の方の案内がわかりやすく、支払い方法も事前に聞いていた通りでした。",
    "Dr. Sample Taro gave me his private number, 000-0000-0000. Call him.",
    "I paid 80,000 yen more than quoted, for a test nobody had named.",
    "",
    "They answered in English within a day and sent the papers before I paid.",
)
