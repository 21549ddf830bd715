"""Personal names as they occur: frequent surnames and given names, generations, minority names, rare characters."""

import numpy as np

# Surname and weight per mille; the county has many 彝, 苗 and 回 families besides.
SURNAMES = {
    "王": 72, "李": 72, "张": 66, "刘": 52, "陈": 50, "杨": 52, "赵": 30, "黄": 28, "周": 28, "吴": 25, "徐": 18,
    "孙": 14,
    "胡": 17, "朱": 15, "高": 12, "林": 11, "何": 18, "郭": 12, "马": 22, "罗": 20, "梁": 8, "宋": 9, "郑": 7, "谢": 13,
    "韩": 8, "唐": 10, "冯": 9, "于": 5, "董": 6, "萧": 2, "肖": 5, "程": 5, "曹": 6, "袁": 7, "邓": 8, "许": 7,
    "傅": 2, "付": 4,
    "沈": 5, "曾": 8, "彭": 9, "吕": 5, "苏": 7, "卢": 5, "蒋": 8, "蔡": 5, "贾": 4, "丁": 5, "魏": 6, "薛": 4,
    "叶": 6, "阎": 1,
    "闫": 2, "余": 6, "潘": 6, "杜": 6, "戴": 2, "代": 2, "夏": 4, "钟": 3, "汪": 4, "田": 6, "任": 4, "姜": 3,
    "范": 4, "方": 4,
    "石": 5, "姚": 4, "谭": 4, "廖": 4, "邹": 5, "熊": 5, "金": 4, "陆": 5, "郝": 2, "孔": 3, "白": 3, "崔": 2,
    "康": 2, "毛": 3,
    "邱": 2, "丘": 1, "秦": 3, "江": 4, "史": 3, "顾": 3, "侯": 2, "邵": 2, "孟": 2, "龙": 6, "万": 2, "段": 3,
    "雷": 3, "钱": 2,
    "汤": 2, "尹": 2, "黎": 3, "易": 2, "常": 2, "武": 2, "乔": 2, "贺": 2, "赖": 1, "龚": 3, "文": 3, "安": 3,
    "禄": 2, "陇": 1,
    "撒": 1, "锁": 1, "虎": 1, "单": 1, "解": 1, "翟": 1, "查": 1, "聂": 2, "祁": 1, "冉": 2, "糜": 1, "蓝": 1,
    "兰": 2, "欧阳": 2,
    "司马": 1, "上官": 1, "令狐": 1, "仇": 1, "区": 1, "覃": 1,
}  # fmt: skip

# Given-name characters and whole given names by sex and age; the first of a pool are the most frequent.
MEN_OLD = "国明建华志德光永荣贵才福祥富昌发兴林生文学忠良友全学平云清贤义仁成万金银顺"
MEN = "伟强磊军勇杰涛超明刚平辉鹏华飞鑫波斌宇浩凯健俊帆博龙旭宁毅坤亮翔峰晨晖刚雷江海洋松林"
MEN_NEW = "轩宇浩然子涵梓睿泽博文昊天俊熙嘉豪皓逸晨煜祺铭辰佑桐奕诺"
WOMEN_OLD = "秀英兰珍芬莲琴桂香玉凤淑芳梅菊仙翠群碧先会琼珠美华银花平明素云"
WOMEN = "芳娜敏静丽艳娟霞玲燕红婷雪梅琳萍颖慧莉丹倩洁莹璐佳晶欢蕾薇月晓英虹"
WOMEN_NEW = "梓涵欣怡诗雨萱子妍紫语桐可馨若汐依诺雅涵思琪钰佳艺一朵沐苒"
GENERATION = "正朝廷开世光启明先祖德登仕国永绍学大兴安邦定元守家龙应思"
RARE = "㛃䶮喆淼垚燚犇赟翀昶玥祎堃旻炜珺璟翯颋偲"
WHOLE_MEN = (
    "伟",
    "强",
    "勇",
    "磊",
    "军",
    "杰",
    "涛",
    "波",
    "建国",
    "建华",
    "志强",
    "文明",
    "明贵",
    "德华",
    "光荣",
    "国强",
    "海涛",
    "小龙",
)
WHOLE_WOMEN = (
    "芳",
    "敏",
    "静",
    "丽",
    "艳",
    "娟",
    "霞",
    "秀英",
    "桂英",
    "秀兰",
    "玉兰",
    "丽华",
    "小芳",
    "春梅",
    "红梅",
    "玉珍",
    "燕",
    "琴",
)

MINORITY_MEN = (
    "买买提",
    "阿卜杜拉",
    "艾合买提",
    "玉素甫",
    "吐尔逊",
    "依明",
    "麦麦提明",
    "努尔",
    "伊布拉音",
    "阿不都热合曼",
)
MINORITY_WOMEN = ("古丽", "阿依古丽", "帕提古丽", "热孜万古丽", "阿米娜", "佐热古丽", "海仁沙", "努尔比亚")
YI = ("阿西", "吉克", "沙马", "阿的", "海来", "曲比", "马海", "吉木", "安洛", "禄额")
YI_GIVEN = ("木嘎", "伍各", "拉且", "日火", "阿牛", "史布", "约哈", "里古", "尔哈", "子铁")


def surname(name: str) -> str:
    """The surname of a Han name; compound surnames are two characters."""
    return name[:2] if name[:2] in SURNAMES else name[:1]


def _weights(size: int) -> np.ndarray:
    """Falling weights as in real name lists: the first names of a pool are several times as frequent as the last."""
    weights = 1 / (np.arange(size) + 3.0)
    result: np.ndarray = weights / weights.sum()
    return result


def surnames(rng: np.random.Generator, count: int) -> np.ndarray:
    """Draw surnames by their frequency; object array of `count`."""
    weights = np.array(list(SURNAMES.values()), dtype=float)
    return rng.choice(np.array(list(SURNAMES), dtype=object), count, p=weights / weights.sum())


def given_names(rng: np.random.Generator, male: np.ndarray, birth_year: np.ndarray, shared: np.ndarray) -> np.ndarray:
    """Draw given names fit for sex and birth year.

    `shared` holds the naming character of the person's generation, or ''; where it is given it comes first.
    """
    count = len(male)
    result = np.empty(count, dtype=object)
    age = np.where(birth_year < 1968, 0, np.where(birth_year < 2004, 1, 2))
    pools = {(True, 0): MEN_OLD, (True, 1): MEN, (True, 2): MEN_NEW,
             (False, 0): WOMEN_OLD, (False, 1): WOMEN, (False, 2): WOMEN_NEW}  # fmt: skip
    for (is_male, era), pool in pools.items():
        chosen = np.flatnonzero((male == is_male) & (age == era))
        if not len(chosen):
            continue
        letters, weights = np.array(list(pool), dtype=object), _weights(len(pool))
        first = rng.choice(letters, len(chosen), p=weights)
        second = rng.choice(letters, len(chosen), p=weights)
        single = rng.random(len(chosen)) < (0.12, 0.42, 0.15)[era]
        given = np.where(single | (first == second), first, first + second)
        whole = np.array(WHOLE_MEN if is_male else WHOLE_WOMEN, dtype=object)
        popular = rng.random(len(chosen)) < (0.12, 0.10, 0.0)[era]
        given = np.where(popular, rng.choice(whole, len(chosen)), given)
        ranked = (shared[chosen] != "") & (shared[chosen] != second)
        given = np.where(ranked, shared[chosen] + second, given)
        result[chosen] = given
    rare = np.flatnonzero(rng.random(count) < 0.004)
    characters = rng.choice(np.array(list(RARE), dtype=object), len(rare))
    result[rare] = [name[:-1] + letter for name, letter in zip(result[rare], characters, strict=True)]
    return result


def minority_names(rng: np.random.Generator, male: np.ndarray) -> np.ndarray:
    """Draw names written with a middle dot: given name and father's name, or clan and given name."""
    count = len(male)
    men, women = np.array(MINORITY_MEN, dtype=object), np.array(MINORITY_WOMEN, dtype=object)
    given = np.where(male, rng.choice(men, count), rng.choice(women, count))
    western = given + "·" + rng.choice(men, count)
    clan = rng.choice(np.array(YI, dtype=object), count) + "·" + rng.choice(np.array(YI_GIVEN, dtype=object), count)
    result: np.ndarray = np.where(rng.random(count) < 0.5, western, clan)
    return result
