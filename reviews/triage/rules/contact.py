"""Ways to reach somebody outside this site, also when they are written to get past a filter."""

from __future__ import annotations

from reviews.triage.rule import both, either, en

_TLD = r"(?:com|net|org|jp|info|biz|io|ly|shop|xyz|site|online|club|app|link|cn|kr|tw|uk|de|fr|ru|vip|top|asia|clinic|health|eu|au|ca|gg|me|cc|tokyo)"
_SURE_TLD = r"(?:com|net|org|jp|info|biz|io|cn|xyz|de|uk|kr|コム|ネット|ジェーピー)"
_DOT = r"(?: ?[\[({<] ?(?:dot|\.|ドット|点|d0t) ?[\])}>] ?| dot | ?(?:ドット|どっと) ?| d0t |\[\.\]| \. | \.|\. )"
_AT = r"(?: ?[\[({<] ?(?:at|@|アット|a) ?[\])}>] ?| at | ?(?:アットマーク|アット|あっとまーく|あっと) ?| ?@ ?|☆|★|●|◎)"
_MAIL_HOST = r"(?:gmail|yahoo|hotmail|outlook|icloud|protonmail|proton|docomo|softbank|ezweb|au|naver|qq|163|gmx|live|mail|me)"
# A number in a row with separators; commas are money.
_SEP = r"[ .()/\-ー_のノ・,、]{0,3}"
_DIGIT_WORD = either(
    "zero oh one two three four five six seven eight nine double triple nought null o"
)
_APP = (
    r"(?:(?<![a-z])line(?![a-z])|ライン|らいん|we ?chat|weixin|wei xin|微信|ウィーチャット|ウイチャット|whats ?app|wapp|ワッツアップ|telegram|テレグラム|signal"
    r"|シグナル|kakao(?:talk)?|カカオ(?:トーク)?|viber|バイバー|zalo|messenger|メッセンジャー|skype|スカイプ|instagram|insta|インスタ(?:グラム)?"
    r"|twitter|ツイッター|facebook|フェイスブック|tiktok|ティックトック|discord|ディスコード|youtube|ユーチューブ|snapchat|qq|x)"
)
_NAME_THERE = r"[a-z0-9_.@+-]{4,40}"
_SAID = r"(?:と|って)(?:の|いう|言|案内|説明|聞|書|お願い|伝え|頼)|ように(?:言|と|案内)|(?:と|って)(?:いわ|云)"

PERSONAL = (
    both("e-mail address", r"(?<![a-z0-9._%+-])[a-z0-9._%+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}"),
    en("e-mail address", rf"(?<![a-z0-9._%+-])[a-z0-9._%+-]{{2,64}}{_AT}[a-z0-9-]{{2,63}}(?:\.|{_DOT}){_TLD}\b"),
    both("e-mail address", r"(?<![a-z0-9._%+-])[a-z0-9._%+-]{2,64} ?(?:アットマーク|アット|あっとまーく|@|☆|[\[(]at[\])]) ?[a-z0-9-]{2,63}(?: ?(?:\.|ドット|どっと|[\[(]dot[\])]) ?[a-z0-9-]{2,20}){1,3}"),
    en("e-mail address", rf"(?<![a-z0-9._%+-])[a-z0-9._%+-]{{2,64}}(?: at |@|[\[(] ?at ?[\])]| ?(?:アット|アットマーク) ?){_MAIL_HOST}\b(?!')(?! (?:the|a|my)\b)|\b(?:gmail|yahoo mail|hotmail|icloud)(?: (?:is|address))?[:=] ?{_NAME_THERE}"),
    both("phone number", r"(?<![\d,.-])(?:\+|0)[ (]{0,2}\d(?:[ .()/\-]{0,3}\d){8,13}(?![\d,])"),
    both("phone number", rf"(?<![\d〇])(?:\+|[0０〇零])(?:{_SEP}[0-9〇零一二三四五六七八九]){{9,13}}(?![0-9])"),
    both("phone number", r"(?<![\d,.-])\(?\d{3}\)?[ .-]{1,2}\d{3,4}[ .-]{1,2}\d{3,4}(?![\d,-])"),
    both("phone number", r"(?:tel|phone|mobile|cell|call|text|sms|ring|dial|whats ?app|ワッツアップ|電話|携帯|番号|連絡)[^\d\n]{0,14}\+?\d(?:[ .()/\-]{0,2}\d){7,14}(?![\d,])"),
    en("phone number in words", rf"\b{_DIGIT_WORD}(?:[ ,-]{{1,3}}{_DIGIT_WORD}){{5,14}}\b"),
    both("phone number in words", r"(?:ゼロ|まる|れい)[ 、・-]?(?:(?:ゼロ|まる|れい|いち|に|さん|よん|ご|ろく|なな|はち|きゅう)[ 、・-]?){6,12}"),
)  # fmt: skip

LINKS = (
    both("web address", r"h(?:tt|xx)ps?[: ]{1,3}/{0,2}[^\s「」、。]{3,200}|\bwww ?[.。] ?[a-z0-9-]{2,}"),
    both("web address", rf"(?<![@\w.-])[a-z0-9][a-z0-9-]{{1,62}}(?:\.[a-z0-9-]{{2,30}}){{0,3}}\.{_TLD}(?![a-z0-9-])(?:/[^\s「」、。]{{0,200}})?", after=r"\.? ?(?:mg|ml)\b"),
    en("web address written out", rf"\b[a-z0-9][a-z0-9-]{{1,62}}(?: ?[\[({{<] ?(?:dot|\.|ドット|点|d0t) ?[\])}}>] ?| dot | d0t | ?(?:ドット|どっと) ?|\[\.\])(?:co(?:\.| dot ))?(?:{_TLD}|コム|ネット|ジェーピー|jp)\b"),
    both("web address written out", rf"[a-z0-9][a-z0-9-]{{1,62}} ?(?:ドット|どっと|点) ?(?:{_TLD}|コム|ネット|ジェーピー|ジェイピー)"),
    en("web address written out", rf"\b[a-z0-9][a-z0-9-]{{2,62}} ?\. ?{_SURE_TLD}\b"),
    both("web address spaced out", r"(?:\b[a-z0-9] ){4,40}(?:\.|dot) ?c ?o ?m\b|\bw ?w ?w ?\. ?[a-z]"),
    both("handle", r"(?<![\w.@])@ ?[a-z0-9_][a-z0-9_.-]{2,40}"),
    both("id of a messenger", rf"{_APP}[^。!?\n]{{0,14}}?(?:の)?(?:\bid\b|アイディー|アイデー|ＩＤ|アカウント|番号|account|handle|username|user name|number)(?: ?(?:は|is|:|=|→|-|「|『)){{1,3}} ?[「『]?{_NAME_THERE}"),
    both("id of a messenger", rf"{_APP}[^。!?\n]{{0,10}}?(?:\bid\b|アイディー|アカウント) ?(?=[a-z0-9_.@-]{{4,40}})(?=[a-z.@-]{{0,39}}[0-9_])[a-z0-9_.@-]{{4,40}}"),
    both("id of a messenger", rf"(?:we ?chat|weixin|微信号?|whats ?app|telegram|kakao(?:talk)?|カカオ|viber|zalo|skype|スカイプ|insta(?:gram)?|インスタ|ig|(?<![a-z])line(?![a-z])) ?(?:id)? ?[:=→] ?{_NAME_THERE}"),
    both("id of a messenger", r"(?:微信号?|wechat|weixin) ?(?=[a-z._-]{0,39}[0-9_])[a-z0-9_.-]{5,40}"),
    en("asks to get in touch", r"\b(?:add|follow|message|text|dm|pm|ping|find|inbox|contact|e-?mail|whatsapp|telegram|wechat|reach|call|phone|ring|write to|write|drop) (?:me|him|her|us|them)(?: a (?:line|message))?(?: (?:directly|privately))?(?: (?:on|at|via|in|by|through|over|for|if|before)\b|[.!:,]|$)", before=r"\b(?:they|didn'?t|did not|not|never|nobody|to|would|could|will|staff|clinic|she|he|asked|please|doctor|nurse|reception|secretary|always)(?: \w{1,12}){0,2} $"),
    en("asks to get in touch", r"\b(?:please|feel free to|you can|you may|just|kindly|want to know more,?) (?:add|follow|message|text|dm|pm|ping|contact|e-?mail|whatsapp|reach|call|phone|write to) (?:me|him|us|my)\b|\b(?:contact|reach|message|text|dm|pm|e-?mail|whatsapp) me (?:on|at|via|by|for|if|directly|privately)\b", before=r"\b(?:they|told|asked|said|did|didn'?t|would|could|not)\b[^.!?]{0,20}$"),
    en("sends readers elsewhere", r"\b(?:my|on|our|the) (?:own )?(?:blog|vlog|channel|youtube|instagram|insta|tiktok|facebook|twitter|telegram|website|web ?page|substack|podcast|profile|bio)\b[^.!?\n]{0,30}\b(?:follow|see|read|full|link|photos?|more|details|pictures?|video|story|subscribe|watch)|\b(?:full|whole|more|details?|photos?|pictures?|story|report|video|see|read|watch|subscribe|follow|link)\b[^.!?\n]{0,40}\b(?:on|to|at|in|of) (?:my|our) (?:own )?(?:blog|vlog|channel|youtube|instagram|insta|tiktok|facebook|twitter|website|web ?page|profile|bio|page|group)\b", before=r"\b(?:their|clinic's)\b[^.]{0,20}$"),
    en("sends readers elsewhere", r"\b(?:google|search for|look up|search) (?:my name|me|\"|')|\blink in (?:my )?(?:bio|profile)\b|\b(?:join|see) (?:our|my|the) (?:\w{1,12} ){0,2}(?:group|channel)\b"),
    both("id of a messenger", rf"{_APP} ?(?:の|は|で|が)? ?(?=[a-z.@-]{{0,39}}[0-9_])[a-z0-9_.@-]{{4,40}} ?(?:まで|へ|に(?:連絡|送|メ|お願)|です|を(?:追加|検索))"),
    both("asks to get in touch", rf"(?:連絡|メール|メッセージ|DM|電話|お問い?合わ?せ|LINE|ライン|コメント|返信|チャット)(?:を|で|して|は|いただ|頂|送って|下|くだ| )?(?:を)?(?:して|いただけれ|送って|お待ち|待って)?(?:ください|下さい|くれれば|くれたら|頂戴|ちょうだい|どうぞ|もらえれば|もらえたら|いただければ|お待ちして|待ってます|待っています|くれ(?=[。!\n]|$))(?!{_SAID})", before=r"「[^」]{0,30}$"),
    both("asks to get in touch", r"連絡先は[^。\n]{0,4}[\w@〇]|友(?:だち|達)(?:に)?追加|フォロー(?:して|お願い|よろしく)|チャンネル登録|(?:ブログ|インスタ|ツイッター|X|YouTube|ユーチューブ|note|ノート|SNS|TikTok|FB|フェイスブック)(?:に|で|を)(?:も)?(?:詳し|書|載|公開|アップ|見て|見れ|読|ご覧|検索|チェック|フォロー|発信|投稿|写真)", before=r"(?:クリニック|病院|医院|院|先生|公式)の(?:公式)?$"),
    both("asks to get in touch", rf"{_APP}で(?:直接)?(?:連絡|メッセージ|聞いて|送って|友|追加|検索)[^。\n]{{0,8}}(?:ください|下さい|くれ|して|どうぞ|ね(?:。|!|$))(?!{_SAID})"),
    both("sends readers elsewhere", r"[」』](?:と|で)(?:検索|ググ|調べ)|で検索(?:して|すると|してみ|。|!|を)|(?:プロフ(?:ィール)?|概要欄)(?:に|の|から)(?:リンク|URL)|(?:詳しく|詳細|続き|写真)は(?:こちら|ブログ|リンク|プロフ)"),
)  # fmt: skip
