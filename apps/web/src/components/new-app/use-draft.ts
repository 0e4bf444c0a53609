'use client'

import { useSearchParams } from 'next/navigation'
import { useState } from 'react'
import { EMPTY_FORM, nameFromImage, type NewAppText } from './new-app-form.ts'

/** The form outlives a reload of the page, but not its environment, which may hold secrets. */
export function useDraft(tenant: string) {
  const key = `berth.new-app.${tenant}`
  const image = useSearchParams().get('image')
  const [form, setForm] = useState<NewAppText>(() => readDraft(key, image))
  const change = (part: Partial<NewAppText>) => {
    const next = { ...form, ...part }
    setForm(next)
    sessionStorage.setItem(key, JSON.stringify({ ...next, env: '' }))
  }
  return { form, change, forget: () => sessionStorage.removeItem(key) }
}

/** `image`: the page of an image leads here with its name. */
function readDraft(key: string, image: string | null): NewAppText {
  const kept = sessionStorage.getItem(key)
  const draft: NewAppText = kept === null ? EMPTY_FORM : { ...EMPTY_FORM, ...JSON.parse(kept) }
  return image === null || image === draft.image ? draft : { ...draft, image, name: nameFromImage(image) }
}
