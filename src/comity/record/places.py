"""What places are called in the languages of the site: acts name them in English. Others stay as they are named."""

from collections.abc import Collection
from datetime import date

from django.utils.html import format_html
from django.utils.safestring import SafeString

from comity.record.sentences import localised

_RUSSIAN_AND_CHINESE = {
    "Almaty": ("Алматы", "阿拉木图"),
    "Astana": ("Астана", "阿斯塔纳"),
    "Beijing": ("Пекин", "北京"),
    "Bishkek": ("Бишкек", "比什凯克"),
    "Cholpon-Ata": ("Чолпон-Ата", "乔蓬阿塔"),
    "Dushanbe": ("Душанбе", "杜尚别"),
    "Goa": ("Гоа", "果阿"),
    "Islamabad": ("Исламабад", "伊斯兰堡"),
    "Moscow": ("Москва", "莫斯科"),
    "New Delhi": ("Нью-Дели", "新德里"),
    "Qingdao": ("Циндао", "青岛"),
    "Samarkand": ("Самарканд", "撒马尔罕"),
    "Shanghai": ("Шанхай", "上海"),
    "Sochi": ("Сочи", "索契"),
    "St Petersburg": ("Санкт-Петербург", "圣彼得堡"),
    "Tashkent": ("Ташкент", "塔什干"),
    "Tianjin": ("Тяньцзинь", "天津"),
    "Ufa": ("Уфа", "乌法"),
    "Xi'an": ("Сиань", "西安"),
    "Yekaterinburg": ("Екатеринбург", "叶卡捷琳堡"),
    "Zhengzhou": ("Чжэнчжоу", "郑州"),
    "videoconference": ("видеоконференция", "视频会议"),
}
PLACES = {name: {"en": name, "ru": others[0], "zh": others[1]} for name, others in _RUSSIAN_AND_CHINESE.items()}


def place_names(on: date, codes: Collection[str]) -> dict[str, dict[str, str]]:
    """The names of those of the places that have some; the same on any day."""
    return {code: PLACES[code] for code in codes if code in PLACES}


def place_name(place: str) -> str:
    """In the reader's language, where that is known."""
    return localised(PLACES[place]) if place in PLACES else place


def place_html(place: str) -> SafeString:
    """The same for a page, which says of a name that it is in English."""
    return format_html("{}" if place in PLACES else '<span lang="en">{}</span>', place_name(place))
