"""What people call the roles in a seat."""

from datetime import date

ROLE_NAMES = {
    "head": {"en": "head of delegation", "ru": "глава делегации", "zh": "代表团团长"},
    "coordinator": {"en": "national coordinator", "ru": "национальный координатор", "zh": "国家协调员"},
    "expert": {"en": "expert", "ru": "эксперт", "zh": "专家"},
    "chair": {"en": "chair", "ru": "председатель", "zh": "主席"},
    "secretary-general": {"en": "secretary-general", "ru": "генеральный секретарь", "zh": "秘书长"},
    "officer": {"en": "officer", "ru": "сотрудник", "zh": "官员"},
    "facilitator": {"en": "facilitator", "ru": "посредник", "zh": "协调人"},
    "depositary": {"en": "depositary", "ru": "депозитарий", "zh": "保存机关"},
    "observer": {"en": "observer", "ru": "наблюдатель", "zh": "观察员"},
    "guest": {"en": "guest", "ru": "гость", "zh": "嘉宾"},
}


def role_names(on: date) -> dict[str, dict[str, str]]:
    """What each role is called; the same on any day."""
    return ROLE_NAMES
