'use client'

import type { SandboxView } from '@berth/protocol'
import { IconButton } from '@berth/ui/icon-button.tsx'
import { Plus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { usePrompt } from '../first/prompt-context.tsx'

const AddTabMenu = dynamic(() => import('./add-tab-menu.tsx').then((module) => module.AddTabMenu))

/** One more terminal: of the only container that has any, or of one that is chosen. */
export function AddTab(props: { sandbox: SandboxView; full: boolean; onAdd: (container: string) => void }) {
  const t = useTranslations('sandbox')
  const prompt = usePrompt()
  const offered = props.sandbox.containers.filter(({ terminal }) => terminal).map(({ name }) => name)
  const [only] = offered
  if (props.full || only === undefined) return null
  if (offered.length > 1) return prompt.isThere ? <AddTabMenu names={offered} onAdd={props.onAdd} /> : null
  return (
    <IconButton size="icon-sm" label={t('newTerminal')} onClick={() => props.onAdd(only)}>
      <Plus aria-hidden />
    </IconButton>
  )
}
