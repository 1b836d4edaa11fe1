"""The words that passwords here are made of too often: English, Thai, and Thai typed on a keyboard left in English."""

WORDS = """
password passwords passwort passwd pass secret private admin administrator root user guest login welcome hello letmein
access master default changeme change newpassword mypassword test testing tester temp system manager office computer
internet google facebook line youtube gmail hotmail yahoo samsung iphone nokia windows microsoft android
love loveyou iloveyou lover loveme sweet sweetheart honey darling baby babygirl angel princess prince queen king
sunshine moonlight flower rose lotus orchid star superstar rainbow butterfly summer winter spring autumn monday friday
january february march april may june july august september october november december
football soccer liverpool chelsea arsenal manchester united manutd barcelona madrid basketball baseball hockey golf
dragon monkey tiger elephant lion panda rabbit kitty cat dog fish bird horse snake
shadow ninja hunter killer batman superman spiderman pokemon doraemon naruto onepiece starwars matrix trustno
michael jordan jessica jennifer ashley daniel thomas robert charlie george andrew
freedom forever whatever nothing money lucky happy smile family friend friends mother father mama papa home house
coffee banana orange apple mango durian pepper cookie chocolate pizza cheese sugar
abc abcd qwerty qwertyuiop asdf asdfgh asdfghjkl zxcv zxcvbnm qaz wsx edc qazwsx qwe asd zxc
thai thailand siam bangkok krungthep pathum pathumthani chiangmai phuket pattaya muangthai isan
sawasdee sawatdee sawasdeekrub sawasdeeka sabai sabaidee sanuk sanook rak rakna chanrak chanrakther rakther tirak teerak
khob khun khobkhun khopkhun mai mairu maimee krub krap kha naka narak suay jaidee khondee chokdee ruay ruayruay ngern
phra buddha namo moo mah maew nok pla chang maa kai somtam khao khaoniew nampla namprik malee mali somchai somsak
somying somjai somsri prasert wichai wanna nong noi lek yai ploy fern mook beam bank boy aom joy
ngandee otop market shop seller buyer group labour commerce
รหัส รหัสผ่าน พาสเวิร์ด ความลับ ลับ สวัสดี สวัสดีครับ สวัสดีค่ะ ขอบคุณ ครับ ค่ะ รัก รักนะ ฉันรักเธอ รักเธอ ที่รัก คิดถึง
ประเทศไทย ไทย กรุงเทพ กรุงเทพมหานคร ปทุม ปทุมธานี เมืองไทย เชียงใหม่ ภูเก็ต อีสาน สบายดี สนุก โชคดี รวย รวยๆ เงิน เงินทอง
แม่ พ่อ ลูก บ้าน ครอบครัว เพื่อน มะลิ ดอกบัว กุหลาบ แมว หมา หมู ไก่ ปลา ช้าง ข้าว ข้าวเหนียว ส้มตำ น้ำพริก น้ำปลา
สมชาย สมศักดิ์ สมหญิง สมใจ สมศรี ประเสริฐ วิชัย น้อง งานดี กลุ่มแม่บ้าน ร้านค้า ขายของ
l;ylfu l;ylfu8iy[ -v[86i 8iy[ iyd c,j rjv c,; g,nv'wmp xits
"""

# Rows of the two keyboards and the two alphabets: three or more neighbours in either direction are a run, not a secret.
ROWS = (
    "01234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "๐๑๒๓๔๕๖๗๘๙๐",
    "กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ",
    "ๆไำพะัีรนยบล",
    "ฟหกดเ้่าสวง",
    "ผปแอิืทมใฝ",
)
