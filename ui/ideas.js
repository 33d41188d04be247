// Questions that can be asked by a click.
element.addEventListener('click', (event) => {
  const idea = event.target.closest('button[data-question]')
  if (idea) trigger('select', { question: idea.dataset.question })
})
