'use client'

import { useState } from 'react'
import { EMPTY_FORM, nameFromImage, type NewAppText } from './new-app-form.ts'

/** The form outlives a reload of the page, but not its environment, which may hold secrets. */
export function useDraft(tenant: string) {
  const key = `berth.new-app.${tenant}`
  const [form, setForm] = useState<NewAppText>(() => readDraft(key))
  const change = (part: Partial<NewAppText>) => {
    const next = { ...form, ...part }
    setForm(next)
    sessionStorage.setItem(key, JSON.stringify({ ...next, env: '' }))
  }
  return { form, change, forget: () => sessionStorage.removeItem(key) }
}

function readDraft(key: string): NewAppText {
  const kept = sessionStorage.getItem(key)
  const draft: NewAppText = kept === null ? EMPTY_FORM : { ...EMPTY_FORM, ...JSON.parse(kept) }
  // the page of an image leads here with its name
  const image = new URLSearchParams(location.search).get('image')
  return image === null || image === draft.image ? draft : { ...draft, image, name: nameFromImage(image) }
}
