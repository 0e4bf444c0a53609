'use client'

import { useState } from 'react'

/** The text as it is edited. What changes on the server shows up, unless something here is not applied yet. */
export function useDraftText(before: string): [string, (text: string) => void] {
  const [draft, setDraft] = useState({ base: before, text: before })
  if (draft.base !== before) {
    setDraft({ base: before, text: draft.text === draft.base ? before : draft.text })
  }
  return [draft.text, (text) => setDraft({ base: before, text })]
}
