// A table whose headings sort it and whose rows can be chosen: `select` tells the server which.
element.addEventListener('click', (event) => {
  const heading = event.target.closest('th button')
  const row = event.target.closest('tr[data-row]')
  if (heading) sort(heading.closest('th'))
  if (row) choose(row)
})
watch('value', () => { // a table that is told again, such as in another language, stays sorted as it was
  const heading = element.querySelector('.hk-lasting')?.querySelectorAll('th')[element.dataset.column]
  if (heading) sort(heading, element.dataset.down === 'true')
})

function choose(row) {
  element.querySelectorAll('tr[aria-current]').forEach((other) => other.removeAttribute('aria-current'))
  row.setAttribute('aria-current', 'true')
  trigger('select', { row: Number(row.dataset.row), id: row.dataset.id })
}

function sort(heading, down = heading.getAttribute('aria-sort') === 'ascending') {
  const column = heading.cellIndex
  Object.assign(element.dataset, { column, down })
  element.querySelectorAll('th').forEach((other) => other.removeAttribute('aria-sort'))
  heading.setAttribute('aria-sort', down ? 'descending' : 'ascending')
  const key = (row) => row.cells[column].dataset.key
  const rows = [...element.querySelectorAll('tbody tr')].sort((a, b) => compare(key(a), key(b)))
  element.querySelector('tbody').append(...(down ? rows.reverse() : rows))
}

function compare(a, b) {
  if (!a || !b) return (a ? 0 : 1) - (b ? 0 : 1) // what is not told comes last
  const difference = Number(a) - Number(b)
  return Number.isNaN(difference) ? a.localeCompare(b, 'zh-CN') : difference
}
