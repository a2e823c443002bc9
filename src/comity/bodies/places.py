"""What places in which organisations meet are called; one that is not known here keeps the name it was entered by."""

from collections.abc import Collection
from datetime import date

from comity.record.sentences import localised

NAMES = {
    "Abu Dhabi": ("Абу-Даби", "阿布扎比"),
    "Almaty": ("Алматы", "阿拉木图"),
    "Ankara": ("Анкара", "安卡拉"),
    "Astana": ("Астана", "阿斯塔纳"),
    "Baku": ("Баку", "巴库"),
    "Beijing": ("Пекин", "北京"),
    "Bishkek": ("Бишкек", "比什凯克"),
    "Cairo": ("Каир", "开罗"),
    "Cholpon-Ata": ("Чолпон-Ата", "乔蓬阿塔"),
    "Colombo": ("Коломбо", "科伦坡"),
    "Doha": ("Доха", "多哈"),
    "Dushanbe": ("Душанбе", "杜尚别"),
    "Geneva": ("Женева", "日内瓦"),
    "Goa": ("Гоа", "果阿"),
    "Islamabad": ("Исламабад", "伊斯兰堡"),
    "Istanbul": ("Стамбул", "伊斯坦布尔"),
    "Kabul": ("Кабул", "喀布尔"),
    "Kathmandu": ("Катманду", "加德满都"),
    "Minsk": ("Минск", "明斯克"),
    "Moscow": ("Москва", "莫斯科"),
    "New Delhi": ("Нью-Дели", "新德里"),
    "New York": ("Нью-Йорк", "纽约"),
    "Phnom Penh": ("Пномпень", "金边"),
    "Qingdao": ("Циндао", "青岛"),
    "Riyadh": ("Эр-Рияд", "利雅得"),
    "Samarkand": ("Самарканд", "撒马尔罕"),
    "Shanghai": ("Шанхай", "上海"),
    "Sochi": ("Сочи", "索契"),
    "St Petersburg": ("Санкт-Петербург", "圣彼得堡"),
    "Tashkent": ("Ташкент", "塔什干"),
    "Tehran": ("Тегеран", "德黑兰"),
    "Tianjin": ("Тяньцзинь", "天津"),
    "Ufa": ("Уфа", "乌法"),
    "Ulaanbaatar": ("Улан-Батор", "乌兰巴托"),
    "Vienna": ("Вена", "维也纳"),
    "Vientiane": ("Вьентьян", "万象"),
    "Xi'an": ("Сиань", "西安"),
    "Yekaterinburg": ("Екатеринбург", "叶卡捷琳堡"),
    "Yerevan": ("Ереван", "埃里温"),
    "Zhengzhou": ("Чжэнчжоу", "郑州"),
    "videoconference": ("видеоконференция", "视频会议"),
}
"""English, as acts name a place, to Russian and Chinese."""


def place_names(on: date, places: Collection[str]) -> dict[str, dict[str, str]]:
    """What places are called, the same on any day; those that are not known here are left out."""
    known = ((place, NAMES[place]) for place in places if place in NAMES)
    return {place: {"en": place, "ru": russian, "zh": chinese} for place, (russian, chinese) in known}


def place_name(place: str) -> str:
    """What a place is called in the reader's language."""
    return localised(place_names(date.min, [place]).get(place, {"en": place}))
