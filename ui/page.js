// What the page does by itself: its language and colours, copying, files to save.
window.hangke = (() => {
  const LOCALES = { 中文: 'zh-CN', English: 'en' }

  function kept(key) {
    try { return localStorage.getItem(key) } catch { return null }
  }

  function keep(key, value) {
    try { localStorage.setItem(key, value) } catch { /* a browser that keeps nothing asks anew next time */ }
  }

  // The name of the language to begin with: the one chosen here before, else the browser's.
  function language() {
    const name = kept('hangke-language')
    return name in LOCALES ? name : navigator.language.toLowerCase().startsWith('zh') ? '中文' : 'English'
  }

  // Gradio translates labels in the browser; what switches them is a function of its own core module.
  async function speak(name) {
    const loaded = performance.getEntriesByType('resource').map((entry) => entry.name)
    const core = loaded.find((url) => /\/core-[^/]*\.js$/.test(url))
    if (core) (await import(core)).changeLocale?.(LOCALES[name])
    document.documentElement.lang = LOCALES[name]
  }

  // What Gradio says in English alone, or in the language that the page began with.
  const SAID = [['Clear', '清空对话'], ['Like', '赞'], ['Dislike', '踩'], ['chatbot conversation', '对话'],
    ['Gradio footer navigation', '页脚']]

  function relabel() {
    const at = document.documentElement.lang === 'zh-CN' ? 1 : 0
    for (const node of document.querySelectorAll('#hk-chat [aria-label], footer[aria-label], footer [aria-label]')) {
      if (node.dataset.testid) node.removeAttribute('aria-label') // the message again, with its markup read out
      for (const name of ['aria-label', 'title']) {
        const told = SAID.find((pair) => pair.includes(node.getAttribute(name)))?.[at]
        if (told && told !== node.getAttribute(name)) node.setAttribute(name, told)
      }
    }
  }

  new MutationObserver(relabel).observe(document.documentElement, {
    subtree: true, childList: true, attributeFilter: ['aria-label', 'lang'],
  })

  function choose(name) {
    keep('hangke-language', name)
    speak(name)
  }

  function dark() {
    keep('hangke-dark', document.body.classList.toggle('dark') ? '1' : '0')
  }

  // Colours and language as chosen here before, else as the browser says; returns the name of the language.
  function begin() {
    const wanted = kept('hangke-dark')
    if (wanted !== null) document.body.classList.toggle('dark', wanted === '1')
    const name = language()
    speak(name)
    return name
  }

  // A file of `{name, type, base64}`, handed to the visitor.
  function save(file) {
    if (!file?.name) return
    const bytes = Uint8Array.from(atob(file.base64), (char) => char.charCodeAt(0))
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob([bytes], { type: file.type }))
    link.download = file.name
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
  }

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text)
    } catch { // without https a page may not use the clipboard otherwise
      const box = Object.assign(document.createElement('textarea'), { value: text })
      document.body.append(box)
      box.select()
      document.execCommand('copy')
      box.remove()
    }
  }

  // Put to the Ask tab, the first one, what was looked for.
  async function ask(asked) {
    const box = document.querySelector('#hk-question :is(input, textarea)')
    if (!box || !asked.trim()) return document.querySelector('#hk-find-query :is(input, textarea)')?.focus()
    document.querySelector('[role=tab]').click()
    const value = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(box), 'value')
    value.set.call(box, asked)
    box.dispatchEvent(new Event('input', { bubbles: true }))
    await new Promise((done) => setTimeout(done, 100)) // until Gradio has heard of it
    document.querySelector('#hk-question .submit-button')?.click()
  }

  // The rows of a table that its filters show, in their order.
  function rows(table) {
    const shown = document.querySelectorAll(`#${table} tbody tr[data-row]:not([hidden])`)
    return [...shown].map((row) => Number(row.dataset.row))
  }

  // Gradio submits a box on Enter alone; many are used to Ctrl or Command with it.
  addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    if (event.target.closest?.('#hk-quotation')) document.querySelector('#hk-cite').click()
  })

  return { begin, choose, dark, save, copy, ask, rows }
})()
