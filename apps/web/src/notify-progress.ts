/** What is over sooner needs no message. */
const SHOWN_AFTER_MS = 500

export type Progress = {
  /** how far it has come */
  say(message: string): void
  end(): void
}

/** Numbers the messages: crypto.randomUUID is not there where a page comes by plain http. */
let count = 0

/** One message at the edge of the page that changes while work goes on, from now until its end. */
export function notifyProgress(): Progress {
  const id = `progress-${++count}`
  const begun = performance.now()
  let ended = false
  return {
    say(message) {
      if (performance.now() - begun < SHOWN_AFTER_MS) return
      void import('sonner').then(({ toast }) => {
        if (!ended) toast.loading(message, { id })
      })
    },
    end() {
      ended = true
      void import('sonner').then(({ toast }) => toast.dismiss(id))
    },
  }
}
