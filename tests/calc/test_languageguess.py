import pytest

from imbizo.calc.languageguess import guess

TEXTS = {
    "en": "The people of the valley said that it is not the wages but the houses which they have to wait for, and that "
    "this is as it was.",
    "af": "Die mense van die vallei het gesê dat dit nie die lone is nie, maar die huise waarop hulle moet wag, en "
    "dat dit so bly.",
    "xh": "Abantu bathi ukuba izindlu azikho kwaye imali ayonelanga, kodwa bonke abantu bafuna ukuze kuthethwe kunye "
    "nomasipala ngokuba yonke into iyatshintsha xa sithetha.",
    "fr": "Les gens de la vallée disent que ce ne sont pas les salaires mais les maisons qui manquent, et que la "
    "mairie est au courant.",
    "st": "Batho ba re ha ho na matlo mme moputso o monyane, empa ba batla ho bua le masepala hore ba tle ba bone se "
    "ka etswang ke bona.",
}


@pytest.mark.parametrize("code", TEXTS)
def test_a_page_is_known_by_its_small_words(code: str) -> None:
    assert guess(TEXTS[code] * 2) == code


@pytest.mark.parametrize("text", ["", "The house", "12 345 678 " * 30, "Breede Valley Ceres Robertson " * 10])
def test_nothing_is_guessed_from_too_little(text: str) -> None:
    assert guess(text) == ""
