// Lights up a field's bytes when its row in the table is pointed at or focused, and the other way round.
for (const panel of document.querySelectorAll('.bytes')) {
  for (const row of panel.querySelectorAll('tr[data-f]')) row.tabIndex = 0;
  const light = (event) => {
    for (const lit of panel.querySelectorAll('.lit')) lit.classList.remove('lit');
    const at = event.target.closest?.('[data-f]');
    if (!at || !panel.contains(at) || at.dataset.f === '-1') return;
    for (const part of panel.querySelectorAll(`[data-f="${at.dataset.f}"]`)) part.classList.add('lit');
  };
  panel.addEventListener('pointerover', light);
  panel.addEventListener('pointerleave', light);
  panel.addEventListener('focusin', light);
}
