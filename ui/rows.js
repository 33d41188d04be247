// A table whose headings sort it, whose filters narrow it, and whose rows can be chosen: `select` tells the server which.
// Another language or the same rows told anew lose neither order nor filters.
let kept = { rows: '', sorted: null, facets: {}, words: '', chosen: null }

element.addEventListener('click', (event) => {
  const heading = event.target.closest('th button')
  const row = event.target.closest('tr[data-row]') ?? rowOf(event.target.closest('[data-of] button'))
  if (heading) turn(heading.closest('th').cellIndex)
  if (row) choose(row)
})
element.addEventListener('input', (event) => {
  const { facet } = event.target.dataset
  if (facet) kept.facets[facet] = event.target.value
  else if (event.target.matches('.hk-words')) kept.words = event.target.value
  filter()
})
watch('value', restore)
restore()

function all(selector) {
  return [...element.querySelectorAll(selector)]
}

function rowOf(button) {
  const row = button && element.querySelector(`tr[data-row="${button.closest('[data-of]').dataset.of}"]`)
  if (row) row.closest('.hk-list').scrollTop = row.offsetTop - row.closest('table').tHead.offsetHeight
  return row
}

function choose(row) {
  kept.chosen = row.dataset.row
  mark()
  trigger('select', { row: Number(row.dataset.row), id: row.dataset.id })
}

function mark() {
  for (const each of all('[aria-current]')) each.removeAttribute('aria-current')
  if (kept.chosen === null) return
  for (const each of all(`[data-row="${kept.chosen}"], [data-of="${kept.chosen}"] button`)) each.setAttribute('aria-current', 'true')
}

// What was sorted, filtered and chosen, for rows that were there before; other rows begin anew, in the order chosen.
function restore() {
  const rows = JSON.stringify(all('tr[data-row]').map((row) => row.cells[0].dataset.key))
  if (rows !== kept.rows) kept = { rows, sorted: kept.sorted, facets: {}, words: '', chosen: null }
  for (const select of all('select[data-facet]')) select.value = kept.facets[select.dataset.facet] ?? ''
  for (const input of all('.hk-words')) input.value = kept.words
  if (all('tr[data-id]').length) kept.chosen = all('tr[aria-current]')[0]?.dataset.row ?? null // the server says which
  if (kept.sorted) sort()
  mark()
  filter()
}

function filter() {
  const words = kept.words.toLowerCase().split(/\s+/).filter(Boolean)
  const wanted = Object.entries(kept.facets).filter(([, value]) => value)
  const rows = all('tr[data-row]')
  for (const row of rows) {
    const facets = JSON.parse(row.dataset.facets)
    const text = row.textContent.toLowerCase()
    row.hidden = !wanted.every(([at, value]) => facets[at].includes(value)) || !words.every((word) => text.includes(word))
  }
  const shown = new Set(rows.filter((row) => !row.hidden).map((row) => row.dataset.row))
  for (const item of all('[data-of]')) item.hidden = !shown.has(item.dataset.of)
  for (const year of all('.hk-year')) year.hidden = !year.querySelector('[data-of]:not([hidden])')
  for (const count of all('.hk-count')) tell(count, shown.size, rows.length)
}

function tell(count, shown, of) {
  const { some, none } = count.dataset
  count.textContent = shown ? some.replace('%1', shown).replace('%2', of) : none
}

function turn(column) {
  kept.sorted = { column, down: kept.sorted?.column === column && !kept.sorted.down }
  sort()
}

function sort() {
  const { column, down } = kept.sorted
  all('th').forEach((heading, at) => {
    if (at === column) heading.setAttribute('aria-sort', down ? 'descending' : 'ascending')
    else heading.removeAttribute('aria-sort')
  })
  const key = (row) => row.cells[column].dataset.key
  const rows = all('tbody tr').sort((a, b) => (Number(a.dataset.row) - Number(b.dataset.row)))
  rows.sort((a, b) => compare(key(a), key(b), down ? -1 : 1))
  element.querySelector('tbody')?.append(...rows)
}

function compare(a, b, way) {
  if (!a || !b) return (a ? 0 : 1) - (b ? 0 : 1) // what is not told comes last
  const difference = Number(a) - Number(b)
  return way * (Number.isNaN(difference) ? a.localeCompare(b, 'zh-CN') : difference)
}
