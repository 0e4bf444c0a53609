'use client'

import { Button } from '@berth/ui/button.tsx'
import { Plus } from 'lucide-react'
import { useMay } from '../../session/use-may.ts'

export function AddButton({ text, onClick }: { text: string; onClick: () => void }) {
  const may = useMay()
  return (
    <Button size="sm" disabled={!may('app:deploy')} onClick={onClick}>
      <Plus aria-hidden />
      {text}
    </Button>
  )
}
