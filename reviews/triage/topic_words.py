"""Words of clinics, of other things and of spam, for ``topic``."""

from __future__ import annotations

from reviews.triage.rule import english

# Anything a patient may say about a visit: people, papers, care, money, waiting, language, body.
_EN = (
    r"clinics?|hospitals?|doctors?|dr|physicians?|surgeons?|nurses?|staff|patients?|treat\w{0,6}|therap\w{1,5}|stem cells?|cells?|injections?|inject\w{0,3}|drips?|infusions?|exosomes?|prp|needles?"
    r"|consult\w{0,7}|appointments?|interpret\w{0,4}|translat\w{0,4}|consent|receptionist|front desk|waiting room|blood|tests?(?! test)|risks?|side effects?|explain\w{0,3}|explanations?|explanation|quote\w?|quoted|estimate|invoice|deposit|fees?"
    r"|follow[- ]?up|check[- ]?ups?|medical|medicine|insurance|symptom\w?|pain\w{0,4}|knees?|joints?|hips?|shoulders?|diabet\w{2,3}|insulin|cancer|arthritis|skin|hair loss|cured?|procedure|surgery|operation|diagnos\w{2,4}|coordinator|counsell?or|aftercare|biopsy|scan|mri"
    r"|rude|friendly"
)
_JA = (
    r"クリニック|医院|病院|医師|医者|先生|看護|受付|治療|注射|点滴|診察|診療|検査|採血|費用|料金|見積|予約|通訳|スタッフ|同意書|説明|待ち時間|待合|対応|細胞|エクソソーム|PRP|カウンセ|手術|施術|副作用|リスク|効果|診断|症状|痛|膝|ひざ|ヒザ|関節|糖尿|インスリン|薬|保険|患者|院内|院長"
    r"|契約|初診|再診|カルテ|フォロー|術後|術前|問診|相談|医療|親切|丁寧|接客|清潔|案内|請求|追加料|支払|キャンセル|書類|治|熱|腫|肌|髪|職員|担当|コーディネーター|ドクター|ナース|再生|院"
)
OF_A_CLINIC = english(rf"\b(?:{_EN})\b|(?:{_JA})")
# Words of any service: enough for a text that names nothing else.
OF_A_VISIT = english(
    r"\b(?:kind|queue\w?|desk|waiting|floor|seats?|chairs?|toilets?|parking|exit|lift|elevator|entrance|building|address|videos? calls?|zoom|free|pay(?:ment|ing)?|paid|cash|credit cards?|receipt|money|prices?|priced|cost\w{0,3}|expensive|cheap(?!er| \w+,)|yen|online|website|english|japanese|language|questions?|answer\w{0,3}|replied|repl(?:y|ies)|e-?mails?|calls?|called|told|asked|informed|information|visit\w{0,3}|room|clean|signed|forms?|contract|letter|review\w?|discount|offered|private|privacy|punctual|on time|late|delay(?!ed by)|schedule|organi[sz]ed|knee\w?|bill|wheelchair|support\w{0,3}|polite|professional|helpful|service|paperwork|documents?|hygien\w{1,3}|facilit\w{1,4}|the team|improvement|result\w?|fever|infect\w{0,4}|waited|they|my (?:mother|father|son|daughter|husband|wife) (?:was|is) |refund(?: policy)?|cancel\w{0,8}|communicat\w{0,4}|care|caring|sessions?)\b"
    r"|紹介状|提供計画|番号|割引|謝礼|口コミ|レビュー|返金|お金|金額|値段|支払|現金|カード|領収|メール|電話|返事|返信|連絡|言葉|英語|中国語|日本語|質問|安心|不安|満足|不満|駐車|駅|入口|部屋|受け付|申し込|時間|待た|資料|書面|用紙|パンフ|ホームページ|サイト|プライバシー|個室|優し|冷た|態度|送迎"
)

ELSEWHERE = english(
    r"\b(?:flights?|bullet trains?|mount fuji|airlines?|airports?|airplane|hotels?|breakfast|ramen|sushi|restaurants?|food|dinner|lunch|menu|beer|coffee|pool|beds?|temples?|shrines?|museum|sightsee\w{0,4}|weather|autumn leaves|cherry blossom\w?|onsen|tour(?:ist)?s?|shopping|shop|store|bought|delivery|parcel|cooker|camera"
    r"|laptop|games?|movies?|films?|music|football|baseball|soccer|olympics|government|minister|president|politic\w{0,5}|election\w?|vote|voting|party|tax(?:es)?|war|military|parliament|god|jesus|prayer|dog|cat|school|university|dentist|garage|bank|landlord)\b"
    r"|飛行機|新幹線|富士山|コンビニ|スーパー(?!コピー)|機内|航空|空港|ホテル|旅館|朝食|夕食|ラーメン|寿司|レストラン|居酒屋|カフェ|料理|味噌|美味し|おいし|まずい|旅行|観光|紅葉|桜|温泉|神社|寺|天気|買い物|通販|商品|炊飯器|家電|配送|店員|お店|映画|音楽|ゲーム|アニメ|野球|サッカー|総理|首相|政府|政治|政権|選挙|投票|与党|野党|消費税|税金|戦争|自衛隊|国会|議員|宗教|神様|信仰|学校|大学|銀行|犬|猫|不動産|美容室|歯医者"
)

SPAM = english(
    r"\b(?:crypto(?:currency)?|bitcoin|ethereum|nft|forex|binary options|casinos?|betting|jackpot|lottery|viagra|cialis|porn|escorts?|onlyfans|replica|rolex|louis vuitton|seo services?|backlinks?|web ?site traffic|make money|earn (?:\$|€|£|up to|money|\d)|work from home|per week from home|from home with|passive income|payday loans?|quick loans?|weight loss pills|click here|worldwide shipping|free iphone|dating site|hot (?:girls|singles)|cheap (?:\w{1,10} )?(?:watches|handbags|bags|shoes|viagra|insurance)|followers for|buy followers|investment opportunity)\b"
    r"|副業|稼げ|仮想通貨|ビットコイン|暗号資産|カジノ|パチンコ|競馬|宝くじ|出会い系|アダルト|援助交際|パパ活|スーパーコピー|偽ブランド|コピー品|ブランド品|ブランド時計|即日融資|闇金|キャッシング|不労所得|投資(?:セミナー|で|案件)|FX|全国送料無料|フォロワー(?:を)?(?:購入|増)|アフィリエイト|情報商材|マルチ商法|ネットワークビジネス"
)
