def examples(library, count, language):
    return [f"《{a.title}》讲了什么？" for a in library.articles() if 4 <= len(a.title) <= 28][:count]


def followups(library, answer, before, count=3):
    return [f"《{h.passage.article}》的作者是谁？" for h in answer.hits][:2]
