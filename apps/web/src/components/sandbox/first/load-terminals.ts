/** xterm.js and what speaks with a shell. Asked for twice, it is loaded once. */
export function loadTerminals() {
  return import('../terminals/terminals.tsx')
}
