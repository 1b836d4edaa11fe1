"""Words that stand over columns of exhibitor lists, in Thai and English, with what they mean."""

from shop.exhibitors.reading import Meaning

# As they stand over a column, without spaces. Where one word may mean several things, the likeliest stands first, and the first
# that what stands below fits is taken.
WHOLE: tuple[tuple[str, tuple[Meaning, ...]], ...] = (
    (
        "ลำดับ ลำดับที่ no no. # เลขลำดับ อันดับ item order ข้อ",
        (Meaning.RUNNING_NUMBER,),
    ),
    (
        "ที่",
        (
            Meaning.RUNNING_NUMBER,
            Meaning.ADDRESS,
        ),
    ),
    (
        "เลขที่",
        (
            Meaning.RUNNING_NUMBER,
            Meaning.BOOTH,
            Meaning.ADDRESS,
        ),
    ),
    (
        (
            "ชื่อกลุ่ม ชื่อกลุ่มอาชีพ กลุ่มอาชีพ ชื่อกลุ่มผู้ผลิต ชื่อกลุ่ม/ร้าน ชื่อร้าน ชื่อร้านค้า ร้านค้า ร้าน ผู้ผลิต"
            " ชื่อผู้ผลิต ผู้ประกอบการ ชื่อผู้ประกอบการ ชื่อวิสาหกิจ ชื่อวิสาหกิจชุมชน วิสาหกิจชุมชน ชื่อหน่วยงาน/กลุ่ม"
            " ชื่อกลุ่ม/ผู้ประกอบการ ผู้ออกร้าน ผู้ออกบูธ ผู้ร่วมออกร้าน ผู้ร่วมออกบูธ ผู้จำหน่าย ชื่อผู้จำหน่าย ผู้ขาย ผู้ค้า"
            " รายชื่อกลุ่ม รายชื่อกลุ่มอาชีพ รายชื่อ group groupname nameofgroup seller sellername shop shopname vendor"
            " exhibitor exhibitorname producer company organisation organization ชื่อสถานประกอบการ สถานประกอบการ แบรนด์"
            " ชื่อแบรนด์ ชื่อกลุ่มแรงงานนอกระบบ ชื่อกลุ่มองค์กร กลุ่ม/องค์กร ชื่อกลุ่ม/องค์กร"
        ),
        (Meaning.GROUP_NAME,),
    ),
    (
        "กลุ่ม ชื่อ name รายนาม",
        (
            Meaning.GROUP_NAME,
            Meaning.GROUP_KIND,
            Meaning.CONTACT_NAME,
        ),
    ),
    (
        "ประเภทกลุ่ม ประเภทอาชีพ ประเภทกลุ่มอาชีพ กลุ่มเป้าหมาย ชนิดกลุ่ม ลักษณะกลุ่ม ประเภทแรงงาน grouptype groupkind",
        (Meaning.GROUP_KIND,),
    ),
    (
        "ประเภท kind type category หมวด หมวดหมู่",
        (
            Meaning.GROUP_KIND,
            Meaning.CATEGORY,
        ),
    ),
    (
        "ประเภทสินค้า ประเภทผลิตภัณฑ์ หมวดสินค้า หมวดหมู่สินค้า หมวดหมู่ผลิตภัณฑ์ ชนิดสินค้า productcategory producttype กลุ่มสินค้า",
        (
            Meaning.CATEGORY,
            Meaning.PRODUCT,
        ),
    ),
    (
        "อปท องค์กรปกครองส่วนท้องถิ่น หน่วยงาน หน่วยงานต้นสังกัด สังกัด อบต อบต/เทศบาล เทศบาล เทศบาล/อบต ท้องถิ่น localauthority municipality",
        (Meaning.LOCAL_AUTHORITY,),
    ),
    (
        "ตำบล/อปท ตำบล/เทศบาล ตำบล/อบต อปท/ตำบล",
        (
            Meaning.LOCAL_AUTHORITY,
            Meaning.SUBDISTRICT,
        ),
    ),
    (
        "ตำบล ต แขวง ตำบล/แขวง subdistrict tambon tambol",
        (
            Meaning.SUBDISTRICT,
            Meaning.LOCAL_AUTHORITY,
        ),
    ),
    (
        "อำเภอ อ เขต อำเภอ/เขต district amphoe amphur",
        (Meaning.DISTRICT,),
    ),
    (
        "จังหวัด จ province changwat",
        (Meaning.PROVINCE,),
    ),
    (
        "ที่อยู่ ที่ตั้ง ที่ตั้งกลุ่ม ที่ทำการ ที่ทำการกลุ่ม ที่อยู่กลุ่ม address location พื้นที่ สถานที่ตั้ง สถานที่ผลิต",
        (Meaning.ADDRESS,),
    ),
    (
        (
            "ผู้ติดต่อ ชื่อผู้ติดต่อ ผู้ประสานงาน ชื่อผู้ประสานงาน ประธาน ประธานกลุ่ม ชื่อประธาน ชื่อประธานกลุ่ม หัวหน้ากลุ่ม"
            " ผู้รับผิดชอบ ชื่อสกุล ชื่อ-สกุล ชื่อนามสกุล ชื่อ-นามสกุล เจ้าของ ผู้แทน ผู้แทนกลุ่ม contact contactname"
            " contactperson leader ชื่อผู้ติดต่อ/เบอร์โทร owner ผู้นำกลุ่ม"
        ),
        (
            Meaning.CONTACT_NAME,
            Meaning.PHONE,
        ),
    ),
    (
        (
            "โทรศัพท์ โทร เบอร์โทร เบอร์โทรศัพท์ หมายเลขโทรศัพท์ หมายเลขโทร มือถือ เบอร์มือถือ โทรศัพท์มือถือ เบอร์ติดต่อ"
            " เบอร์โทรติดต่อ เบอร์โทรศัพท์ติดต่อ เบอร์โทรศัพท์มือถือ phone telephone tel mobile phonenumber telephonenumber"
            " mobilephone contactnumber เบอร์ติดต่อกลับ"
        ),
        (Meaning.PHONE,),
    ),
    (
        "เบอร์ หมายเลข number",
        (
            Meaning.PHONE,
            Meaning.BOOTH,
            Meaning.RUNNING_NUMBER,
        ),
    ),
    (
        "ติดต่อ ช่องทางติดต่อ ช่องทางการติดต่อ การติดต่อ",
        (
            Meaning.PHONE,
            Meaning.CONTACT_NAME,
        ),
    ),
    (
        "อีเมล อีเมล์ email e-mail mail",
        (Meaning.EMAIL,),
    ),
    (
        "ไลน์ ไอดีไลน์ ไลน์ไอดี line lineid idline",
        (Meaning.LINE_ID,),
    ),
    (
        (
            "เลขทะเบียน เลขทะเบียนวิสาหกิจชุมชน รหัสทะเบียน รหัสทะเบียนวิสาหกิจชุมชน ทะเบียนวิสาหกิจชุมชน รหัสวิสาหกิจชุมชน"
            " เลขที่ทะเบียน เลขวสช รหัสวสช รหัสกลุ่ม enterprisenumber registrationnumber registration"
        ),
        (Meaning.ENTERPRISE_NUMBER,),
    ),
    (
        "จำนวนสมาชิก สมาชิก จำนวนคน จำนวนราย members membercount numberofmembers",
        (Meaning.MEMBER_COUNT,),
    ),
    (
        "จำนวน qty quantity amount",
        (
            Meaning.STOCK,
            Meaning.MEMBER_COUNT,
        ),
    ),
    (
        "คงเหลือ สต็อก สต๊อก จำนวนสินค้า จำนวนที่นำมา จำนวนชิ้น stock pieces",
        (Meaning.STOCK,),
    ),
    (
        (
            "บูธ บูท บู๊ธ บูธที่ เลขบูธ เลขที่บูธ หมายเลขบูธ เบอร์บูธ ล็อค ล็อก ล็อกที่ ล็อคที่ เลขล็อก เลขล็อค หมายเลขล็อค"
            " หมายเลขล็อก แผง เลขแผง แผงที่ เต็นท์ เต็นท์ที่ เต้นท์ จุดที่ จุดจำหน่าย booth boothno boothnumber stall stallno"
            " lot โต๊ะ โต๊ะที่ บูธหมายเลข ซุ้ม ซุ้มที่ ตำแหน่ง ตำแหน่งบูธ"
        ),
        (Meaning.BOOTH,),
    ),
    (
        "โซน zone แถว บริเวณ",
        (Meaning.ZONE,),
    ),
    (
        (
            "สินค้า ชื่อสินค้า ผลิตภัณฑ์ ชื่อผลิตภัณฑ์ รายการ รายการสินค้า รายการผลิตภัณฑ์ รายชื่อสินค้า สินค้าที่จำหน่าย"
            " สินค้าที่นำมาจำหน่าย สินค้าที่นำมาแสดง ผลิตภัณฑ์ที่จำหน่าย ผลิตภัณฑ์ที่นำมาจำหน่าย ผลิตภัณฑ์ที่นำมาแสดง"
            " สินค้า/ผลิตภัณฑ์ ผลิตภัณฑ์/สินค้า สินค้า/บริการ ชนิดผลิตภัณฑ์ product products productname item items goods"
            " merchandise สินค้าที่ร่วมจัดแสดง สินค้าที่นำมาจัดแสดง สินค้าเด่น ผลิตภัณฑ์เด่น อาชีพ/สินค้า สินค้าที่ผลิต"
        ),
        (Meaning.PRODUCT,),
    ),
    (
        "รายละเอียด รายละเอียดสินค้า รายละเอียดผลิตภัณฑ์ คำอธิบาย จุดเด่น ลักษณะสินค้า ขนาด description details ขนาดบรรจุ",
        (Meaning.DESCRIPTION,),
    ),
    (
        (
            "ราคา ราคาขาย ราคาจำหน่าย ราคาต่อหน่วย ราคา/หน่วย ราคาต่อชิ้น ราคาสินค้า ราคาผลิตภัณฑ์ บาท price unitprice"
            " pricebaht baht ราคาปลีก ราคาขายปลีก ราคาบาท ราคาต่อชิ้นบาท ราคา/ชิ้น ราคาละ ราคาจำหน่ายต่อหน่วย"
        ),
        (Meaning.PRICE,),
    ),
    (
        "หน่วย หน่วยนับ หน่วยขาย บรรจุภัณฑ์ unit",
        (Meaning.UNIT,),
    ),
    (
        "มาตรฐาน มาตรฐานสินค้า เครื่องหมายมาตรฐาน อย มผช otop เลขอย standard certification",
        (Meaning.STANDARD,),
    ),
    (
        "วันที่ วันที่ร่วมงาน วันที่จำหน่าย วันเข้าร่วม วันที่สมัคร date",
        (Meaning.DATE,),
    ),
    (
        "หมายเหตุ อื่นๆ ข้อมูลอื่น remark remarks note notes comment",
        (Meaning.NOTE,),
    ),
)

# Parts of a longer heading, the telling ones first.
PARTS: tuple[tuple[str, tuple[Meaning, ...]], ...] = (
    (r"ราคา|price", (Meaning.PRICE,)),
    (r"สมาชิก|members", (Meaning.MEMBER_COUNT,)),
    (r"ทะเบียน|วสช|registration", (Meaning.ENTERPRISE_NUMBER,)),
    (r"โทร|มือถือ|เบอร์ติดต่อ|phone|mobile", (Meaning.PHONE,)),
    (r"อีเมล|email", (Meaning.EMAIL,)),
    (r"ไลน์|lineid", (Meaning.LINE_ID,)),
    (r"บูธ|บู๊ธ|บูท|ล็อค|ล็อก|booth|stall|แผง", (Meaning.BOOTH,)),
    (r"ผู้ติดต่อ|ผู้ประสาน|ประธาน|หัวหน้า|นามสกุล|contactperson", (Meaning.CONTACT_NAME,)),
    (r"(?:ประเภท|หมวด|ชนิด).*(?:สินค้า|ผลิตภัณฑ์)", (Meaning.CATEGORY,)),
    (r"รายละเอียด|คำอธิบาย|description", (Meaning.DESCRIPTION,)),
    (r"ชื่อ.*(?:กลุ่ม|วิสาหกิจ|ร้าน|ผู้ประกอบการ|ผู้ผลิต)|groupname", (Meaning.GROUP_NAME,)),
    (r"ประเภท|กลุ่มเป้าหมาย", (Meaning.GROUP_KIND, Meaning.CATEGORY)),
    (r"อปท|เทศบาล|อบต|หน่วยงาน", (Meaning.LOCAL_AUTHORITY, Meaning.SUBDISTRICT)),
    (r"ตำบล", (Meaning.SUBDISTRICT, Meaning.LOCAL_AUTHORITY)),
    (r"อำเภอ", (Meaning.DISTRICT,)),
    (r"จังหวัด", (Meaning.PROVINCE,)),
    (r"ที่อยู่|ที่ตั้ง|address", (Meaning.ADDRESS,)),
    (r"จำนวน.*(?:สินค้า|ชิ้น)", (Meaning.STOCK,)),
    (r"มาตรฐาน|มผช", (Meaning.STANDARD,)),
    (r"สินค้า|ผลิตภัณฑ์|product", (Meaning.PRODUCT,)),
    (r"วิสาหกิจ|กลุ่ม|ร้านค้า|ผู้ประกอบการ|ผู้ผลิต|exhibitor|vendor", (Meaning.GROUP_NAME,)),
    (r"หมายเหตุ", (Meaning.NOTE,)),
)
