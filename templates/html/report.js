// Lights up a field's bytes when its row in the table is pointed at or focused, and the other way round.
// A row and its bytes are tied by their words: the bytes' title is "name: value", joined by "; " where bytes are shared.
const tie = (row) => [...row.cells].slice(0, 2).map((cell) => cell.textContent).filter(Boolean).join(': ');
for (const panel of document.querySelectorAll('.bytes')) {
  const rows = [...panel.querySelectorAll('.fields tr')].filter((row) => row.cells.length === 3);
  const runs = [...panel.querySelectorAll('.hex b[title]')];
  const belong = (row, run) => run.title === tie(row) || run.title.split('; ').includes(tie(row));
  const light = (event) => {
    for (const lit of panel.querySelectorAll('.lit')) lit.classList.remove('lit');
    const row = event.target.closest('.fields tr');
    const run = event.target.closest('.hex b[title]');
    for (const other of runs)
      if (run ? other.title === run.title : rows.includes(row) && belong(row, other)) other.classList.add('lit');
    if (run) for (const other of rows) if (belong(other, run)) other.classList.add('lit');
  };
  for (const row of rows) row.tabIndex = 0;
  for (const kind of ['pointerover', 'pointerleave', 'focusin']) panel.addEventListener(kind, light);
}
