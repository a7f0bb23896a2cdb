"""Harm after a treatment. Rather one too many: a complication must never get lost."""

from __future__ import annotations

from reviews.triage.rule import en, ja

# "no fever", "without any swelling or fever", "didn't have a fever".
_NONE = (
    r"\b(?:no|without|zero|never (?:had|got|have)|(?:didn'?t|did not|don'?t|do not|haven'?t) (?:have|get|had|develop|feel|see))(?: any| a| an| sign of| signs of)?"
    r"(?: [a-z]{1,14}(?:,| or| and|, or|, no|, nor)?){0,4} ?$|\bneither [^.]{0,20}$|\bnor(?: any)? $"
)
# Told beforehand, or what to do in case.
_TOLD = (
    r"\b(?:risks?|side effects?|complications?|dangers?|possibility|chance|warning signs)(?: (?:such as|like|of|including|are|were|e\.g\.|for example|can be|could be)|:|,| \()[^.!?]{0,50}$"
    r"|\b(?:in case of|what happens if|what if|if (?:you|i|we|there) (?:get|have|had|is|should get|develop|notice|see|feel)|watch out for|look out for|asked (?:me )?about)[^.!?]{0,40}$"
)
_HARM = (
    r"(?:fever(?:ish)?|high temperature|chills|rigors|shiver\w{0,3}|infect(?:ed|ion|ions)|sepsis|septic|abscess|pus|embol\w{2,4}|thrombosis|blood clots?|dvt|clots?"
    r"|swollen|swelling|swelled|swole|bruis(?:e|ed|es|ing)|h[ae]+matoma|bleeding|bled|haemorrhage|hemorrhage|numb(?:ness)?|tingling|paraly[sz]\w{1,3}|stroke|seizures?"
    r"|faint(?:ed|ing)|passed out|collaps\w{2,3}|unconscious|blacked out|dizz(?:y|iness)|vomit\w{0,4}|threw up|nause\w{1,4}|rash(?:es)?|hives|allergic reaction|anaphyla\w{3,5}"
    r"|chest pains?|short(?:ness)? of breath|couldn'?t breathe|could not breathe|breathless\w{0,4}|trouble breathing|palpitations?|heart attack"
    r"|necrosis|scar(?:red|ring)|burn(?:ed|t)? (?:skin|mark)|nerve (?:was )?(?:damage\w?|injur\w{1,3}|pain)|punctured?|perforat\w{2,3}|tumou?r grew|side effects?|adverse (?:event|reaction)|complications?|organ failure|kidney failure|liver failure)"
)

RULES = (
    en("sign of harm", rf"\b{_HARM}\b", before=f"{_NONE}|{_TOLD}", after=r"(?: of)?(?: \w{1,12}){0,3} (?:were|was|are) (?:explained|discussed|told|listed|described|mentioned|read)\b|(?: sheet| list| form| leaflet)\b"),
    en("hospital or emergency care", r"\b(?:hospitali[sz]ed|ambulance|emergency (?:room|ward|department|surgery|operation)|intensive care|icu|a ?& ?e|\be\.?r\.? (?:visit|that|the same)|casualty|resuscitat\w{2,3}|life support)\b", before=_NONE),
    en("hospital or emergency care", r"\b(?:taken|rushed|sent|went|go|admitted|transferred|brought|ended up|end up|landed)(?: \w{1,10}){0,3} (?:to|in|into) (?:a |the |another |my |our )?(?:\w{1,12} ){0,2}hospital\b|\b(?:days?|nights?|weeks?) in (?:the |a )?hospital\b|\badmitted (?:to|for|with|that)\b|\bhad to (?:see|go to) (?:a|another|my) (?:\w{1,10} )?(?:doctor|er|hospital)\b"),
    en("death", r"\b(?:died|passed away|dead|death of|nearly killed|almost killed|almost died|nearly died)\b", before=r"\b(?:battery|phone) $"),
    en("sign of harm", r"\bwent wrong\b|\b(?:very|really|so|badly|seriously) (?:ill|sick|unwell)\b|\b(?:got|became|fell|felt|was) (?:ill|sick|unwell|poorly|faint)\b|\bantibiotics\b|\bcould(?:n'?t| not) (?:walk|stand|move|feel|get out of bed)\b|\bcannot feel\b|\btemperature of (?:3[89]|4[01]|10\d)|\b(?:3[89]|4[01])(?:[.,]\d)? ?(?:°|degrees|c\b)", before=r"\b(?:if (?:something|anything|it)|nothing|something) $|\bif (?:something|anything) [^.]{0,10}$|\bbefore (?:the|my) [^.]{0,20}$"),
    ja("sign of harm", r"(?:発熱|高熱|微熱|熱|感染症?|化膿|膿|壊死|敗血症|塞栓症?|血栓症?|腫れ?|浮腫|むくみ|内出血|出血|血腫|あざ|アザ|痣|しびれ|シビレ|痺れ|麻痺|マヒ|けいれん|痙攣|失神|意識|めまい|眩暈|目まい|吐き気|嘔吐|発疹|湿疹|じんましん|蕁麻疹|アレルギー|アナフィラキシー|ショック症状|呼吸困難|息苦し|胸痛|胸が痛|動悸|脳梗塞|心筋梗塞|脳出血|後遺症|合併症|副作用|副反応|神経損傷|皮膚炎|炎症|悪寒|寒気|過敏)(?!治療|の治療|を治|の改善|にも効)", after=r"(?:や[^。、]{1,10}|、[^。、]{1,8})?(?:等|など)?(?:は|が|も|とか|を|の(?:症状|心配|兆候)(?:は|も|が)?)?(?:特に|全く|まったく|一切|何も|全然)?(?:出な|出ず|出ません|出ることな|出ていません|な(?:い(?!と言)|かった|く|し)|無(?:い|かった|く|し)|ありません|せず|しな(?:い|かった)|しません|起き(?:な|ません|ず)|起こ(?:らな|りません)|感じな|感じません)|(?:や[^。]{1,14}|、[^。]{1,14}|の|が[^。]{0,6}|する|した|起こる|出る)?(?:など)?の?(?:おそれ|恐れ|可能性|リスク|危険|心配があるとき|場合(?:は|の|に)|こともあると|ことがあると|について(?:は|も)?(?:説明|書面|事前|聞))|などの(?:副作用|リスク|説明|可能性)|の?(?:説明|有無)|の(?:検査|確認)", before=r"(?:情|加|過|電|地|白|光)$|(?:もし|万が一)[^。]{0,8}$"),
    ja("sign of harm", r"熱が(?:出(?:た|て|まし)|下がら|続|あ(?:り|っ))|3[89](?:[.点]\d)?度|4[01](?:[.点]\d)?度|三十[八九]度|腫れ(?:上|て|た|まし|が)|パンパンに|(?:真っ)?赤く(?:なっ|腫)|痛くて(?:眠|歩|動|寝)|(?:歩け|立て|動け|動か|起き上がれ)な(?:く|かった)|気(?:分|持ち)が悪く|具合が悪く|体調(?:を|が)(?:崩|悪|おかし)|吐(?:い|き)(?:た|て|まし)|吐きました|倒れ|気を失|意識が(?:な|遠|飛)|息が(?:でき|苦し)|ふらふら|フラフラ|変色|しこり|膿ん|かぶれ|ただれ"),
    ja("hospital or emergency care", r"入院|救急|搬送|集中治療|(?<![a-z])ICU(?![a-z])|緊急(?:手術|外来|搬送)|別の病院(?:で|に|へ)|他の病院(?:で|に|へ)(?:診|運|行)|亡くな|死亡|死に(?:かけ|そう)|殺されかけ", after=r"(?:の)?(?:設備|体制|対応(?:病院|が可能)|指定|必要はな|施設|はしな|せずに|(?:の)?病棟)"),
    ja("sign of harm", r"(?:神経|血管)を(?:傷|刺|損)|傷(?:跡|あと)が?(?:残|ひど)|傷が(?:開|膿|ふさがら)|医療(?:事故|ミス|過誤)|抗生(?:剤|物質)"),
)  # fmt: skip
