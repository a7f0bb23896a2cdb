"""Names of people in Latin letters. The clinic's own name is no person's."""

from __future__ import annotations

from reviews.triage.rule import either, en

_NAME = r"(?-i:[A-Z][a-zé'-]{1,20})"
# Capitalised words that follow a role without being a name.
_NO_NAME = (
    r"(?!(?:Japan|Japanese|English|Chinese|Korean|French|German|Spanish|Tagalog|Thai|Arabic"
    r"|Vietnamese|Russian|Indonesian|Hindi|Tokyo|Osaka|Kyoto|Clinic|Hospital|Medical|Center|Centre"
    r"|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May"
    r"|June|July|August|September|October|November|December|The|They|And|But|She|He|It|We|You|In"
    r"|On|At|My|Very|Not|No|So|For|From|With|When|While|Who|This|That|There|Then|After|If|As"
    r"|LINE|WhatsApp|Zoom|Google|Skype|OK|II|III|PRP|MRI|ID|Desk|Reception|Good|Great|All|Only"
    r"|Also|Because|Every|Nobody|Everything|Office|Station|Ward|Line)\b)"
)
_TITLE = r"\b(?:dr|doctor|doc|prof|professor|nurse|sister|mr|mrs|ms|miss|mister|madam|sensei)"
# Only a short title carries a dot; "the doctor. Ten minutes" is the end of a sentence.
_DOT = r"(?:(?<=dr)\.|(?<=mr)\.|(?<=ms)\.|(?<=mrs)\.|(?<=prof)\.)?"
# After "doctor" in small letters: surely a name only if it is one of these.
_SURNAME = either(
    "sato suzuki takahashi tanaka ito watanabe yamamoto nakamura kobayashi kato yoshida yamada "
    "sasaki yamaguchi matsumoto inoue kimura hayashi saito shimizu yamazaki abe ikeda hashimoto "
    "yamashita ishikawa nakajima maeda fujita ogawa goto okada hasegawa murakami kondo ishii "
    "sakamoto endo aoki fujii nishimura fukuda miura fujiwara okamoto matsuda nakagawa nakano "
    "harada tamura takeuchi kaneko wada nakayama ishida ueda morita shibata sakai kudo yokoyama "
    "miyazaki miyamoto uchida takagi ando taniguchi ohno maruyama imai takada fujimoto murata "
    "takeda sugiyama masuda sugawara hirano kojima otsuka kubo matsui iwasaki sakurai kinoshita "
    "noguchi matsuo nomura kikuchi sano onishi sugimoto arai hamada mori ono hara ota honda "
    "nguyen tran pham kim lee park choi chen wang zhang liu wong smith jones brown johnson"
)
# Places that are surnames too are left out: Ueno, Chiba, Miyazaki, Ishikawa and their like.
_SURE = either(
    "Sato Suzuki Takahashi Tanaka Watanabe Yamamoto Nakamura Kobayashi Kato Yoshida Yamada Sasaki "
    "Matsumoto Inoue Kimura Saito Shimizu Hashimoto Yamashita Fujita Hasegawa Murakami Kondo "
    "Sakamoto Nishimura Fujiwara Okamoto Nakagawa Tamura Takeuchi Kaneko Morita Yokoyama Miyamoto "
    "Taniguchi Maruyama Sugiyama Kinoshita Noguchi Kikuchi"
)
_GIVEN = either(
    "Yuki Yuko Keiko Kenji Hiroshi Takashi Akira Satoshi Naoko Mika Miki Aiko Emi Emiko Haruka "
    "Sakura Hanako Taro Kenta Daisuke Yoko Yumi Yumiko Ayumi Tomoko Noriko Junko Kazuko Masako "
    "Megumi Rina Risa Mayumi Makoto Shinji Koji Kazuya Takeshi Yusuke Ryo Shota Nana Asuka "
    "John Michael David Robert James Mary Maria Anna Peter Paul Sarah Susan Linda Karen Emma Emily "
    "Jessica Daniel Thomas Andrew Kevin Brian Steven Steve Mike Tom Jane Kate Lisa Laura Julia Sophie "
    "Carlos Jose Ahmed Mohammed Mohamed Fatima Ali Wei Ming Li_Wei Linh Siti Priya Raj Olga Ivan "
    "Natasha Elena Pierre Marie Hans Anita Jenny Amy Jack Harry George William Charles Grace Rose"
)
_ROLE = either(
    "doctor surgeon physician nurse interpreter translator coordinator co-ordinator receptionist "
    "counsellor counselor manager director assistant anaesthetist anesthetist therapist "
    "physiotherapist guide agent driver secretary clerk patient lady man woman guy girl boy gentleman "
    "husband wife son daughter mother father friend sister brother cleaner owner professor staff"
)
_NOT_CLINIC = r"(?!(?:'s)? (?:clinic|hospital|medical|street|station|ward|city|prefecture))"

RULES = (
    en("a person's name", rf"{_TITLE}{_DOT} ?{_NO_NAME}{_NAME}(?: {_NO_NAME}{_NAME})?{_NOT_CLINIC}"),
    en("a person's name", rf"\b(?:dr|doctor|doc|prof|professor|nurse|mr|mrs|ms|miss){_DOT} ?{_SURNAME}\b{_NOT_CLINIC}"),
    en("a person's name", r"\b(?:mr|mrs|ms)\.? (?!(?:and|or|who|was|is|at)\b)(?-i:[a-z]{3,15})\b"),
    en("a person's name", r"\b(?!(?:okyaku|kanja|otsuka|minna|mina|oba|ojii|okaa|otou|nurse|doctor|japan)\b)[a-z]{2,15}[ -]?(?:-san|-sensei|-sama|-kun|-chan)\b"),
    en("a person's name", rf"{_NO_NAME}{_NAME} (?-i:[Ss]an|[Ss]ensei|[Ss]ama)\b", before=r"\b(?:in|to|near) $"),
    en("a person's name", rf"\b{_ROLE}(?:,| -|:)?(?: (?:there|here|at the desk|at reception|in charge))?(?:,)?(?: (?:named|called|is called|was called|by the name of|a mr|a ms|a certain))?,? {_NO_NAME}{_NAME}\b(?! (?:clinic|hospital|station))", before=r"\b(?:no) $"),
    en("a person's name", rf"\b(?:named|called|name is|name was|name's|i am|i'm|this is|signed|regards|ask for|asked for|thanks to|thank you|met|by|meet|call|contact) {_NO_NAME}{_NAME} {_NO_NAME}{_NAME}\b(?! (?:clinic|hospital|station|hotel|airport))", before=r"\b(?:hotel|clinic|station|hospital)[^.]{0,12}$"),
    en("a person's name", rf"\bmy (?:full |real )?name(?:'s| is) {_NAME}"),
    en("a person's name", rf"\b(?:named|a person called|someone called) {_NO_NAME}{_NAME}"),
    en("a person's name", rf"\b(?-i:{_GIVEN})\b(?: (?-i:[A-Z][a-z]{{1,15}}))?(?! (?:clinic|hospital|street|road|station|hotel|airlines?|lane))"),
    en("a person's name", rf"\b(?-i:{_SURE})\b{_NOT_CLINIC}"),
)  # fmt: skip
