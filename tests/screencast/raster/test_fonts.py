"""Where fonts are looked for."""

from optsim.screencast.raster import fonts


def test_the_best_comes_first_and_of_one_name_that_of_the_first_folder(tmp_path):
    mine, all_ = tmp_path / "mine", tmp_path / "all"
    for path in (
        all_ / "truetype/unifont.ttf",
        all_ / "opentype/noto/NotoSansCJK-Regular.ttc",
        all_ / "opentype/noto/NotoSansCJK-Bold.ttc",
        all_ / "ipaexg.ttf",
        mine / "deep/down/ipaexg.ttf",
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    found = [path for path in fonts.others([mine, all_, tmp_path / "none"]) if tmp_path in path.parents]
    assert found == [
        mine / "deep/down/ipaexg.ttf",
        all_ / "opentype/noto/NotoSansCJK-Regular.ttc",
        all_ / "truetype/unifont.ttf",
    ]


def test_ours_are_there():
    for bold in (False, True):
        # "true type" in its oldest form: version 1.0
        assert fonts.shipped(bold=bold).read_bytes()[:4] == b"\0\1\0\0"
