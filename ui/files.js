// A place for files: chosen or dropped they are uploaded, then the server is told of them.
element.addEventListener('change', (event) => {
  if (event.target.type === 'file') take(event.target)
})
element.addEventListener('click', (event) => {
  const button = event.target.closest('button[data-act]')
  if (button) trigger('select', { act: button.dataset.act, of: button.dataset.of })
})
for (const name of ['dragenter', 'dragover', 'dragleave', 'drop']) element.addEventListener(name, dragged)

function dragged(event) {
  const zone = event.target.closest('.hk-drop')
  if (!zone) return
  event.preventDefault()
  zone.classList.toggle('hk-over', event.type === 'dragenter' || event.type === 'dragover')
  if (event.type === 'drop') take(event.dataTransfer)
}

async function take(source) {
  const zone = element.querySelector('.hk-drop')
  const words = zone.querySelector('.hk-drop-words')
  const [said, files, told] = [words.textContent, [...source.files], []]
  const kinds = zone.dataset.kinds.split(',')
  words.textContent = zone.dataset.busy
  for (const file of files) {
    const known = kinds.some((kind) => file.name.toLowerCase().endsWith(kind))
    told.push({ name: file.name, known, path: known ? await sent(file) : null })
  }
  words.textContent = said
  if (source.type === 'file') source.value = '' // so that the same file can be chosen again
  trigger('upload', { files: told })
}

async function sent(file) {
  try {
    return (await upload(file)).path
  } catch {
    return null
  }
}
