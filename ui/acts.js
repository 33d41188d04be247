// Buttons in what is shown: `select` tells the server what one does, and to what.
element.addEventListener('click', (event) => {
  const button = event.target.closest('button[data-act]')
  if (!button) return
  document.getElementById(button.dataset.to)?.scrollIntoView({ block: 'start' })
  trigger('select', { act: button.dataset.act, of: button.dataset.of })
})
