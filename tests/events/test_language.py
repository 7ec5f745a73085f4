"""Which texts are read, and as what; everything else goes through untagged, by name."""

from __future__ import annotations

import pytest

from dateline.events import Document, tag, to_codebook

UNREAD = {
    "ar": "قتل اثنا عشر شخصا في هجوم بقنبلة على سوق في المدينة يوم الاثنين، حسبما قالت الشرطة.",
    "bg": "Дванадесет души загинаха при бомбен атентат на пазара в града в понеделник, съобщи полицията. Още "
    "двадесет бяха ранени, когато сградата се срути върху хората вътре в нея.",
    "de": "Zwölf Menschen wurden am Montag bei einem Bombenanschlag auf einen Markt getötet, wie die Polizei sagte.",
    "es": "Doce personas murieron en un ataque con bomba en un mercado de la capital el lunes, dijo la policía.",
    "fa": "پلیس گفت دوازده نفر روز دوشنبه در حمله با بمب به بازاری در شهر کشته شدند.",
    "fr": "Douze personnes ont été tuées lundi dans un attentat à la bombe sur un marché, a indiqué la police.",
    "pt": "Doze pessoas morreram em um ataque a bomba em um mercado da capital na segunda-feira, disse a polícia.",
    "tr": "Polise göre pazartesi günü pazar yerine düzenlenen bombalı saldırıda on iki kişi hayatını kaybetti.",
    "zh": "警方说，星期一首都一个市场发生炸弹袭击，造成十二人死亡。",
}
READ = {
    "en": "A bomb killed twelve people at a market in the capital on Monday, police said.",
    "ru": "Двенадцать человек погибли в понедельник при взрыве бомбы на рынке в столице, сообщила полиция.",
    "uk": "Дванадцятеро людей загинули в понеділок через вибух бомби на ринку в столиці, повідомила поліція.",
}


@pytest.mark.parametrize("language", UNREAD)
@pytest.mark.parametrize("told", [True, False], ids=["told", "not told"])
def test_a_language_that_is_not_read_goes_through_untagged_by_name(language: str, told: bool) -> None:
    document = Document("a", "", UNREAD[language] * 4, "2024-05-22", language=language if told else None)
    tagging = tag(document)
    assert (tagging.language, str(tagging.gate), tagging.events) == (None, "unsupported-language", ())
    assert to_codebook(document, tagging)["gate"] == "unsupported-language"


@pytest.mark.parametrize("language", READ)
def test_a_language_that_is_read_is_told_by_the_text_alone(language: str) -> None:
    assert tag(Document("a", "", READ[language] * 4, "2024-05-22")).language == language
