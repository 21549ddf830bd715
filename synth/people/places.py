"""Counties, their codes old and new, and addresses down to the room."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Division:
    """A county: its code today, names, the area codes its people were registered under, and its short forms."""

    code: str
    prefecture: str
    name: str
    short: str
    court: str
    plate: str
    birth_codes: tuple[tuple[int, str], ...]
    towns: tuple[str, ...]

    @property
    def full(self) -> str:
        """Province, prefecture and county in one string."""
        return self.prefecture + self.name

    def birth_code(self, year: int) -> str:
        """The area code a person registered at birth in that year carries in the number."""
        return next(code for until, code in self.birth_codes if year < until)


BIJIE, YUNCHENG, YAAN = "贵州省毕节市", "山西省运城市", "四川省雅安市"
END = 9999
DIVISIONS: dict[str, Division] = {
    d.code: d
    for d in (
        Division("520502", BIJIE, "七星关区", "毕七", "黔0502", "贵F", ((2012, "522401"), (END, "520502")),
                 ("市西街道", "市东街道", "碧阳街道", "洪山街道", "麻园街道", "鸭池镇",
                  "朱昌镇", "海子街镇", "撒拉溪镇", "青场镇", "何官屯镇", "阿市乡")),
        Division("520521", BIJIE, "大方县", "毕大", "黔0521", "贵F", ((2012, "522422"), (END, "520521")),
                 ("慕俄格古城街道", "红旗街道", "羊场镇", "百纳乡", "理化乡", "猫场镇", "长石镇")),
        Division("520523", BIJIE, "金沙县", "毕金", "黔0523", "贵F", ((2012, "522424"), (END, "520523")),
                 ("岩孔街道", "西洛街道", "安底镇", "沙土镇", "木孔镇", "源村镇")),
        Division("520525", BIJIE, "纳雍县", "毕纳", "黔0525", "贵F", ((2012, "522426"), (END, "520525")),
                 ("雍熙街道", "居仁街道", "百兴镇", "张家湾镇", "阳长镇", "猪场乡")),
        Division("520526", BIJIE, "威宁彝族回族苗族自治县", "毕威", "黔0526", "贵F",
                 ((2012, "522427"), (END, "520526")),
                 ("海边街道", "六桥街道", "草海镇", "迤那镇", "中水镇", "黑石头镇")),
        Division("520581", BIJIE, "黔西市", "毕黔", "黔0581", "贵F",
                 ((2012, "522423"), (2021, "520522"), (END, "520581")),
                 ("莲城街道", "水西街道", "甘棠镇", "雨朵镇", "金碧镇", "林泉镇")),
        Division("140802", YUNCHENG, "盐湖区", "运盐", "晋0802", "晋M", ((2001, "142701"), (END, "140802")),
                 ("中城街道", "东城街道", "解州镇", "龙居镇", "泓芝驿镇")),
        Division("511802", YAAN, "雨城区", "雅雨", "川1802", "川T", ((2001, "513101"), (END, "511802")),
                 ("东城街道", "青江街道", "草坝镇", "上里镇", "碧峰峡镇")),
    )
}  # fmt: skip
HOME = "520502"
# Where people who moved in were born, with weights: neighbouring counties, then other provinces.
ORIGINS = (
    ("522422", 30), ("522423", 25), ("522424", 20), ("522426", 25), ("522427", 25), ("522428", 20), ("522425", 20),
    ("520221", 8), ("520111", 8), ("522121", 8), ("510524", 10), ("532128", 10), ("500227", 5), ("430524", 5),
    ("511023", 4), ("440508", 3), ("330326", 4), ("350583", 3), ("142701", 2), ("513101", 2), ("410728", 3),
    ("110102", 1), ("653125", 2), ("640324", 2),
)  # fmt: skip

ROADS = (
    "人民路",
    "建设路",
    "环城东路",
    "学院路",
    "威宁路",
    "清毕路",
    "洪南路",
    "双井路",
    "开行路",
    "公园路",
    "桂花路",
    "文化路",
)
ESTATES = (
    "金海湖家园", "阳光花园", "碧海新城", "招商花园城", "南山公馆", "天河锦绣", "丽景华庭", "翠屏小区", "安康苑",
    "盛世中央城", "百里杜鹃苑", "福祥苑", "金桂小区", "龙腾世家", "书香苑", "同心社区",
)  # fmt: skip
VILLAGES = (
    "大坝", "小河", "石板", "营脚", "新田", "杨柳", "松林", "箐口", "岩脚", "金竹", "观音", "青山", "平寨",
    "双山", "沙坝", "高峰", "木桥", "青龙", "花厂", "螺丝",
)  # fmt: skip
GROUPS = ("一组", "二组", "三组", "四组", "五组", "六组", "七组", "八组")


def address(division: str, serial: int, *, urban: bool) -> str:
    """One home's address; different serials give different homes."""
    place = DIVISIONS[division]
    if urban:
        block, room = divmod(serial, 48)
        block, estate = divmod(block, len(ESTATES))
        town = place.towns[estate % min(5, len(place.towns))]
        building, unit = divmod(block, 3)
        return (f"{place.full}{town}{ROADS[estate % len(ROADS)]}{10 + estate * 7}号{ESTATES[estate]}"
                f"{building + 1}栋{unit + 1}单元{room // 4 + 1}0{room % 4 + 1}室")  # fmt: skip
    number, hamlet = divmod(serial, len(VILLAGES) * len(place.towns))
    town_number, hamlet = divmod(hamlet, len(VILLAGES))
    house, group = divmod(number, len(GROUPS))
    return f"{place.full}{place.towns[town_number]}{VILLAGES[hamlet]}村{GROUPS[group]}{house + 1}号"


ORIGIN_NAMES = {
    "522422": "贵州省毕节市大方县", "522423": "贵州省毕节市黔西县", "522424": "贵州省毕节市金沙县",
    "522425": "贵州省毕节市织金县",
    "522426": "贵州省毕节市纳雍县", "522427": "贵州省毕节市威宁县", "522428": "贵州省毕节市赫章县",
    "520221": "贵州省六盘水市水城县",
    "520111": "贵州省贵阳市花溪区", "522121": "贵州省遵义市遵义县", "510524": "四川省泸州市叙永县",
    "532128": "云南省昭通市镇雄县",
    "500227": "重庆市璧山县", "430524": "湖南省邵阳市隆回县", "511023": "四川省资阳市安岳县",
    "440508": "广东省汕头市金园区",
    "330326": "浙江省温州市平阳县", "350583": "福建省泉州市南安市", "142701": "山西省运城市", "513101": "四川省雅安市",
    "410728": "河南省新乡市长垣县", "110102": "北京市西城区", "653125": "新疆喀什地区莎车县",
    "640324": "宁夏吴忠市同心县",
}  # fmt: skip
