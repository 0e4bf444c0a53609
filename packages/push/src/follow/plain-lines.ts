// colours, cursor moves, titles: CSI, OSC and the two-letter ones
// oxlint-disable-next-line no-control-regex -- these are the letters that it is about
const SEQUENCES = /\u001b(?:\[[0-9;:?<=>]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\-_])/g
// oxlint-disable-next-line no-control-regex -- a tab may stay
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g

/** Output of a stranger's program as plain text for somebody's terminal: lines and tabs, and no way to steer it. */
export function plainText(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replaceAll('\r', '\n')
    .replaceAll(SEQUENCES, '')
    .replaceAll(CONTROLS, '')
}

/** Gives whole lines on, and keeps what is not one yet. */
export function createLineBuffer(): { add(text: string): string; rest(): string } {
  let kept = ''
  return {
    add(text) {
      kept += text
      const end = kept.lastIndexOf('\n') + 1
      const whole = kept.slice(0, end)
      kept = kept.slice(end)
      return plainText(whole)
    },
    rest() {
      const last = kept === '' ? '' : `${plainText(kept)}\n`
      kept = ''
      return last
    },
  }
}
