'use client'

import { useState } from 'react'
import { EMPTY_FORM, type NewAppText } from './new-app-form.ts'

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
  return kept === null ? EMPTY_FORM : { ...EMPTY_FORM, ...JSON.parse(kept) }
}
