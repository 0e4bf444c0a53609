'use client'

import type { SandboxView } from '@berth/protocol'
import { useEffect, useState } from 'react'
import type { Place } from './file-door.ts'
import { parentOf } from './file-paths.ts'

/** What was written and not saved yet, on top of a file of that time. */
export type Draft = { readonly text: string; readonly mtime: number }

export type Files = ReturnType<typeof useFiles>

/** What the file browser shows, and what is not saved: kept while the browser is hidden, and while the lab rests. */
export function useFiles({ containers, home }: SandboxView) {
  const first = home?.container ?? containers.find(({ terminal }) => terminal)?.name ?? ''
  const rootOf = (container: string) => (container === home?.container ? home.path : '/')
  const [shown, setShown] = useState(false)
  const [chosen, setFolder] = useState<Place | null>(null)
  const folder = chosen ?? { container: first, path: rootOf(first) }
  const [file, setFile] = useState<Place | null>(null)
  const [drafts, setDrafts] = useState<Readonly<Record<string, Draft>>>({})
  useAskBeforeLeaving(Object.keys(drafts).length > 0)

  return {
    ...{ shown, folder, file },
    toggle: () => setShown(!shown),
    show: () => setShown(true),
    showFolder: setFolder,
    showContainer: (container: string) => setFolder({ container, path: rootOf(container) }),
    showFile: setFile,
    /** from anywhere on the page, with the folder that it is in */
    open: (place: Place) => {
      setShown(true)
      setFolder({ container: place.container, path: parentOf(place.path) })
      setFile(place)
    },
    draftOf: (place: Place): Draft | undefined => drafts[keyOf(place)],
    /** What was written since a save began is kept, on top of what was saved. */
    saved: (place: Place, { text, mtime }: Draft) =>
      setDrafts(({ [keyOf(place)]: now, ...others }) =>
        now === undefined || now.text === text
          ? others
          : { ...others, [keyOf(place)]: { text: now.text, mtime } },
      ),
    /** null: it is given up */
    setDraft: (place: Place, draft: Draft | null) =>
      setDrafts(({ [keyOf(place)]: _was, ...others }) =>
        draft === null ? others : { ...others, [keyOf(place)]: draft },
      ),
  }
}

/** The browser asks, in its own words. */
function useAskBeforeLeaving(isUnsaved: boolean): void {
  useEffect(() => {
    if (!isUnsaved) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [isUnsaved])
}

function keyOf({ container, path }: Place): string {
  return `${container}:${path}`
}
