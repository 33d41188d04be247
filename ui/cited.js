// The evidence: marks of the dialogue lead to their cards, a card shows its neighbours and its page.
const leaves = new Map() // pictures that were fetched, by issue and page

document.addEventListener('click', (event) => {
  const mark = event.target.closest('a.hk-ref')
  if (!mark?.hash || !element.closest('#hk-panel')) return
  event.preventDefault()
  const [turn, n] = mark.hash.slice('#hk-'.length).split('-').map(Number)
  if (Number(element.querySelector('.hk-panel')?.dataset.turn) === turn) open(turn, n)
  else trigger('select', { turn, n })
})

element.addEventListener('click', (event) => {
  const more = event.target.closest('.hk-more')
  const tool = event.target.closest('.hk-tool')
  const turned = event.target.closest('button[data-leaf]')
  const act = event.target.closest('button[data-act]')
  if (more) neighbour(more)
  if (tool) work(tool.closest('.hk-leaf'), tool.dataset.do)
  if (turned) turn(Number(turned.dataset.leaf))
  if (act) trigger('select', { act: act.dataset.act, of: act.dataset.of })
})

element.addEventListener('toggle', (event) => event.target.open && fill(event.target), true)
watch('value', () => {
  const panel = element.querySelector('.hk-panel[data-opened]')
  element.querySelectorAll('details[open]').forEach(fill)
  if (panel) open(Number(panel.dataset.turn), Number(panel.dataset.opened))
})

function open(turn, n) {
  const card = document.getElementById(`hk-${turn}-${n}`)
  if (!card) return
  card.open = true
  fill(card)
  element.querySelectorAll('.hk-now').forEach((other) => other.classList.remove('hk-now'))
  card.classList.add('hk-now')
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
  card.scrollIntoView({ block: innerWidth < 769 ? 'start' : 'nearest', behavior: calm ? 'auto' : 'smooth' })
  card.querySelector('summary').focus({ preventScroll: true })
}

async function neighbour(button) {
  button.disabled = true
  const told = await server.neighbour({
    passage: button.dataset.passage, step: Number(button.dataset.step), language: document.documentElement.lang,
  })
  button.outerHTML = told // it brings the button for the next one
}

function fill(card) {
  const leaf = card.querySelector('.hk-leaf')
  if (leaf && !leaf.dataset.shown) show(leaf, Number(leaf.dataset.page))
}

// The page that a mark in the text of an article names.
function turn(page) {
  const leaf = element.querySelector('.hk-leaf')
  leaf.closest('details').open = true
  show(leaf, page)
  if (innerWidth < 769) leaf.scrollIntoView({ block: 'start' })
}

async function show(leaf, page) {
  leaf.dataset.shown = page
  const key = `${leaf.dataset.issue}/${page}`
  const view = leaf.querySelector('.hk-view')
  view.setAttribute('aria-busy', 'true')
  if (!leaves.has(key)) leaves.set(key, await server.leaf({ issue: leaf.dataset.issue, page }))
  const told = leaves.get(key)
  if (Number(leaf.dataset.shown) !== page) return // turned on meanwhile
  view.removeAttribute('aria-busy')
  if (told.error) {
    leaves.delete(key)
    view.textContent = told.error
    return
  }
  leaf.dataset.pages = told.pages
  leaf.querySelector('figcaption').textContent = leaf.dataset.caption.replace('%1', page).replace('%2', told.pages)
  view.replaceChildren(drawn(leaf, page, told))
  fit(leaf)
  sight(view)
}

function drawn(leaf, page, told) {
  const sheet = Object.assign(document.createElement('div'), { className: 'hk-sheet' })
  const picture = Object.assign(document.createElement('img'), { src: told.src, alt: leaf.querySelector('figcaption').textContent })
  sheet.style.aspectRatio = `${told.width} / ${told.height}`
  sheet.append(picture)
  for (const [on, x0, top, x1, bottom] of JSON.parse(leaf.dataset.boxes)) {
    if (on !== page) continue
    const box = Object.assign(document.createElement('div'), { className: 'hk-box' })
    box.style.left = `${(100 * x0) / told.width}%`
    box.style.top = `${(100 * top) / told.height}%`
    box.style.width = `${(100 * (x1 - x0)) / told.width}%`
    box.style.height = `${(100 * (bottom - top)) / told.height}%`
    sheet.append(box)
  }
  return sheet
}

function work(leaf, what) {
  const page = Number(leaf.dataset.shown)
  const zoom = Number(leaf.dataset.zoom ?? 1)
  if (what === 'back' && page > 1) show(leaf, page - 1)
  if (what === 'forth' && page < Number(leaf.dataset.pages)) show(leaf, page + 1)
  if (what === 'smaller') leaf.dataset.zoom = Math.max(0.5, zoom / 1.25)
  if (what === 'larger') leaf.dataset.zoom = Math.min(4, zoom * 1.25)
  if (what === 'turn') leaf.dataset.turned = (Number(leaf.dataset.turned ?? 0) + 90) % 360
  fit(leaf)
}

// A sheet turned by a quarter takes as much width as it had height.
function fit(leaf) {
  const view = leaf.querySelector('.hk-view')
  const sheet = view.querySelector('.hk-sheet')
  if (!sheet) return
  const turned = Number(leaf.dataset.turned ?? 0)
  const width = (view.clientWidth - 2) * Number(leaf.dataset.zoom ?? 1)
  const [across, down] = sheet.style.aspectRatio.split('/').map(Number)
  const height = (width * down) / across
  sheet.style.width = `${width}px`
  sheet.style.transform = turned ? `rotate(${turned}deg)` : ''
  sheet.style.margin = turned % 180 ? `${(width - height) / 2}px ${(height - width) / 2}px` : ''
}

function sight(view) {
  const box = view.querySelector('.hk-box')
  if (box) view.scrollTop = Math.max(0, box.offsetTop - view.clientHeight / 8)
}
