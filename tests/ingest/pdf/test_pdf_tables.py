"""Tables told by geometry alone: sheets made by hand, sizes and gaps unlike those of the typeset issues."""

import pytest

from ingest.pdf.tables import Table, find, join
from ingest.pdf.types import OCR_FONT, Rect, Run, Sheet, Style

EM = 10.0
SMALL = 8.0


def run(text, x, y, size=SMALL, align="left", font="Song"):
    """A run whose line begins, ends or is centred at x, with its middle at y."""
    width = sum(size if ord(c) > 0x2E80 else size / 2 for c in text)
    x0 = {"left": x, "right": x - width, "center": x - width / 2}[align]
    return Run(text, Rect(x0, y - size / 2, x0 + width, y + size / 2), Style(size, font, "[0]"))


def sheet(runs, rules=(), fills=(), pictures=()):
    return Sheet(1, 600, 800, tuple(runs), rules=tuple(rules), fills=tuple(fills), pictures=tuple(pictures))


def across(y, x0, x1):
    return Rect(x0, y, x1, y + 0.5)


def down(x, top, bottom):
    return Rect(x, top, x + 0.5, bottom)


def texts(table):
    return [[cell.text for cell in row] for row in table.rows]


def only(page) -> Table:
    tables = find(page, EM)
    assert len(tables) == 1
    return tables[0]


PROSE = (
    "科技体制改革需要耐心，也需要",
    "时间。各地的做法并不相同，有",
    "的先行先试，有的稳扎稳打。我",
    "们走访了七个城市，听到许多故",
)


def prose(x, y, lines=12, size=EM):
    return [run(PROSE[i % 4], x, y + 16 * i, size) for i in range(lines)]


# ---- ruled

MERGED_XS, MERGED_YS = (50, 130, 200, 270), (100, 118, 136, 154, 172)


def merged_runs():
    return [
        *[run("行业", 90, 118, align="center"), run("2014年", 200, 109, align="center")],
        *[run("数量", 165, 127, align="center"), run("比重", 235, 127, align="center")],
        *[run("化工", 54, 145), run("12", 196, 145, align="right"), run("3.4%", 266, 145, align="right")],
        *[run("制药", 54, 163), run("5.6%", 266, 163, align="right")],
    ]


MERGED = [["行业", "2014年", ""], ["", "数量", "比重"], ["化工", "12", "3.4%"], ["制药", "", "5.6%"]]


def whole_rules():
    lying = [across(y, 50, 270) for y in (100, 136, 154, 172)] + [across(118, 130, 270)]
    return [*lying, *[down(x, 100, 172) for x in (50, 130, 270)], down(200, 118, 172)]


def test_a_ruled_grid_with_cells_merged_over_rows_and_columns():
    table = only(sheet(merged_runs(), whole_rules()))
    assert texts(table) == MERGED
    assert table.header_rows == 2


def test_rules_in_segments_doubled_and_slightly_off():
    pieces = [across(y, a + 0.6, b - 0.6) for y in (100, 136, 154, 172) for a, b in ((50, 130), (130, 200), (200, 270))]
    pieces += [across(101.5, 50, 270), across(118.4, 130, 200), across(117.7, 200, 270)]
    pieces += [down(x, a, b) for x in (50, 130, 270) for a, b in ((100, 136), (136.5, 154), (154, 172.4))]
    pieces += [down(200.3, 118, 136), down(199.8, 136, 154), down(200, 154, 172)]
    assert texts(only(sheet(merged_runs(), pieces))) == MERGED


def test_a_ruled_grid_open_at_its_sides():
    rules = [r for r in whole_rules() if not (r.height > r.width and r.x0 in (50, 270))]
    assert texts(only(sheet(merged_runs(), rules))) == MERGED


def test_lines_of_a_cell_are_joined_latin_words_with_a_space():
    runs = [run("名称", 54, 109), run("说明", 134, 109), run("开放", 54, 124), run("创新", 54, 134)]
    runs += [run("open", 134, 124), run("data", 134, 134)]
    rules = [across(y, 50, 250) for y in (100, 118, 140)] + [down(x, 100, 140) for x in (50, 130, 250)]
    assert texts(only(sheet(runs, rules))) == [["名称", "说明"], ["开放创新", "open data"]]


def test_rows_without_rules_between_standing_lines():
    runs = [run(t, x, 109) for t, x in (("地区", 54), ("产值", 134), ("增速", 214))]
    body = [("东部", "12", "3%"), ("中部", "45", "6%"), ("西部", "78", "9%")]
    runs += [run(t, 54 + 80 * c, 126 + 14 * r) for r, row in enumerate(body) for c, t in enumerate(row)]
    rules = [across(y, 50, 290) for y in (100, 118, 164)] + [down(x, 100, 164) for x in (130, 210)]
    assert texts(only(sheet(runs, rules))) == [["地区", "产值", "增速"], *map(list, body)]


# ---- half-ruled


def three_line(caption="表2 各行业数量（单位：家）", top=100.0):
    runs = [run(caption, 160, top - 10, align="center", font="Hei")]
    heads = (("行业", 75, 18), ("2014年", 155, 9), ("2015年", 245, 9))
    runs += [run(t, x, top + y, align="center") for t, x, y in heads]
    below = (("数量", 135), ("比重", 180), ("数量", 225), ("比重", 270))
    runs += [run(t, x, top + 26, align="center") for t, x in below]
    rows = [("化工", "12", "3.4%", "1345", "3.6%"), ("新能源", "5", "10.4%", "9", "—"), ("制药", "7", "1.1%", "", "2%")]
    for r, row in enumerate(rows):
        runs += [run(row[0], 50, top + 45 + 15 * r)]
        ends = zip(row[1:], (150, 195, 240, 285), strict=True)
        runs += [run(t, x, top + 45 + 15 * r, align="right") for t, x in ends if t]
    rules = [across(top + y, 45, 290) for y in (0, 35, 85)] + [
        across(top + 17.5, a, b) for a, b in ((120, 200), (210, 288))
    ]
    return runs, rules, [list(row) for row in rows]


HEAD = [["行业", "2014年", "", "2015年", ""], ["", "数量", "比重", "数量", "比重"]]


def test_three_lines_with_heads_over_two_columns():
    runs, rules, rows = three_line()
    table = only(sheet([*runs, run("注：“—”为缺。", 45, 196)], rules))
    assert texts(table) == HEAD + rows
    assert table.header_rows == 2
    assert [r.text for r in table.caption] == ["表2 各行业数量（单位：家）"]
    assert [r.text for r in table.notes] == ["注：“—”为缺。"]


def test_heads_over_columns_without_their_short_rules():
    runs, rules, rows = three_line()
    assert texts(only(sheet(runs, rules[:3]))) == HEAD + rows


def test_prose_beside_and_below_stays_out():
    runs, rules, rows = three_line()
    text = [*prose(320, 60, 30), *prose(45, 215, 20)]
    note = run("资料来源：作者整理", 45, 196)
    table = only(sheet([*runs, note, *text], rules))
    assert texts(table) == HEAD + rows
    assert table.notes == (note,)


# ---- without rules


def bare_table(caption="表3 主要指标", top=100.0, rows=None):
    rows = rows or [("上海市", "4120.5", "8.1%"), ("浙江省", "98", "12.0%"), ("甘肃省", "—", "3.3%")]
    runs = [
        run(caption, 45, top, font="Hei"),
        *(run(t, x, top + 16) for t, x in (("地区", 55), ("产值", 138), ("增速", 218))),
    ]
    for r, row in enumerate(rows):
        runs.append(run(row[0], 45, top + 34 + 16 * r))
        runs += [run(t, x, top + 34 + 16 * r, align="right") for t, x in zip(row[1:], (160, 240), strict=True)]
    return runs, [["地区", "产值", "增速"], *map(list, rows)]


def test_bare_columns_below_a_caption():
    runs, expected = bare_table()
    table = only(sheet([*runs, *prose(45, 200), *prose(320, 60, 30)]))
    assert texts(table) == expected
    assert table.header_rows == 1


def test_cells_whose_sizes_ocr_guesses_differently_are_of_one_table():
    runs, expected = bare_table()
    guessed = [Run(r.text, r.rect, Style(SMALL + 0.8 * (i % 3 == 0), OCR_FONT, "[0]")) for i, r in enumerate(runs)]
    assert texts(only(sheet([*guessed, *prose(45, 200)]))) == expected


def test_short_prose_of_the_same_size_beside_stays_out():
    runs, expected = bare_table()
    large = [run(r.text, r.rect.x0, r.rect.middle, EM) for r in runs]
    beside = [*prose(320, 92, 2), run("二、结论", 320, 130, 14), *prose(320, 148, 2), *prose(320, 300, 20)]
    assert texts(only(sheet([*large, *beside, *prose(45, 200)]))) == expected


def test_a_rule_under_every_row():
    runs, expected = bare_table()
    rules = [across(y, 40, 245) for y in (108, 124, 142, 158, 174)]
    assert texts(only(sheet(runs, rules))) == expected


def test_a_second_line_belongs_to_the_cell_above():
    runs = [run("表1 做法", 45, 100), run("地区", 45, 118), run("做法", 120, 118), run("效果", 240, 118)]
    runs += [
        run("上海市", 45, 136),
        run("设立首台套保险补", 120, 136),
        run("增长3%", 240, 136),
        run("偿的资金", 120, 146),
    ]
    runs += [run("浙江省", 45, 164), run("开放场地", 120, 164), run("增长4%", 240, 164)]
    expected = [
        ["地区", "做法", "效果"],
        ["上海市", "设立首台套保险补偿的资金", "增长3%"],
        ["浙江省", "开放场地", "增长4%"],
    ]
    assert texts(only(sheet(runs))) == expected


def test_a_label_at_the_middle_of_its_rows_stands_in_the_first():
    runs = [run("表1 分类", 45, 100), run("类别", 45, 118), run("名称", 120, 118), run("产值", 240, 118)]
    runs += [run("化工", 45, 142), run("制药", 45, 174)]
    runs += [run(t, 120, 134 + 16 * i) for i, t in enumerate(("甲类", "乙类", "丙类", "丁类"))]
    runs += [run(t, 256, 134 + 16 * i, align="right") for i, t in enumerate(("1", "22", "3", "444"))]
    body = [["化工", "甲类", "1"], ["", "乙类", "22"], ["制药", "丙类", "3"], ["", "丁类", "444"]]
    assert texts(only(sheet(runs))) == [["类别", "名称", "产值"], *body]


def test_two_tables_side_by_side():
    left, expected = bare_table()
    right = [Run(r.text, Rect(r.rect.x0 + 280, r.rect.top, r.rect.x1 + 280, r.rect.bottom), r.style) for r in left]
    tables = find(sheet([*left, *right, *prose(45, 200), *prose(325, 200)]), EM)
    assert [texts(table) for table in tables] == [expected, expected]


# ---- over a page


def test_a_continued_table_is_joined_without_its_second_head():
    runs, rules, rows = three_line()
    again, rules_again, _ = three_line("续表2")
    before, after = only(sheet(runs, rules)), only(sheet(again, rules_again))
    assert not before.continued
    assert after.continued
    joined = join(before, after, 1)
    assert joined is not None
    assert texts(joined) == HEAD + rows + rows
    assert [row[0].later for row in joined.rows] == [0] * (len(HEAD) + len(rows)) + [1] * len(rows)


def test_another_table_is_not_joined():
    runs, rules, _ = three_line()
    other, _ = bare_table("续表5")
    third, rules_third, _ = three_line("续表5")
    fresh, rules_fresh, _ = three_line("表4 各行业比重")
    before = only(sheet(runs, rules))
    assert join(before, only(sheet(other)), 1) is None
    assert join(before, only(sheet(third, rules_third)), 1) is None
    assert join(before, only(sheet(fresh, rules_fresh)), 1) is None


# ---- what is no table

FRAME = [across(100, 50, 300), across(300, 50, 300), down(50, 100, 300), down(300, 100, 300)]


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(
            sheet([*prose(45, 60, 40), *prose(320, 60, 40)], [across(40, 45, 560), across(760, 45, 560)]), id="columns"
        ),
        pytest.param(
            sheet([*prose(45, 60, 40), *prose(320, 60, 40)], [down(300, 50, 720), across(40, 45, 560)]), id="separator"
        ),
        pytest.param(sheet(prose(60, 120, 9), FRAME), id="box"),
        pytest.param(sheet(prose(60, 140, 9), [*FRAME, across(125, 50, 300)]), id="box with a head"),
        pytest.param(
            sheet(
                [run(t, 120, 120 + 20 * i, 14) for i, t in enumerate(PROSE[:3])],
                [across(100, 50, 300), across(180, 50, 300)],
            ),
            id="pull quote",
        ),
        pytest.param(sheet([*prose(45, 60, 30), run("①见统计公报。", 45, 560)], [across(550, 45, 95)]), id="footnote"),
        pytest.param(
            sheet(
                [run("图1 产值", 60, 320), *(run(f"{2018 + i}年", 60 + 45 * i, 290) for i in range(5))],
                [*FRAME, across(280, 60, 290)],
                [Rect(65 + 45 * i, 150 + 9 * i, 80 + 45 * i, 280) for i in range(5)],
            ),
            id="chart",
        ),
        pytest.param(
            sheet([run("表1显示，各地的产值都在增长，", 45, 100, EM), *prose(45, 116)]), id="prose on a table"
        ),
        pytest.param(
            sheet([run("表1 各地产值", 45, 100), *prose(45, 120), *prose(320, 100)]), id="caption of a picture"
        ),
        pytest.param(sheet([]), id="nothing"),
    ],
)
def test_what_is_no_table(page):
    assert find(page, EM) == []
