'use client'

import { useTranslations } from 'next-intl'
import { type DragEvent, useState } from 'react'
import { notify } from '../../../notify.ts'

/** Whether what is dragged are files of the visitor, and not a part of a page. */
function hasFiles({ dataTransfer }: Pick<DragEvent, 'dataTransfer'>): boolean {
  return dataTransfer.types.includes('Files')
}

/** Takes files that are dropped on an element; folders are refused, which is told. */
export function useDrop(take: (files: readonly File[]) => void) {
  const t = useTranslations('sandboxFiles')
  const [isOver, setIsOver] = useState(false)
  const handlers = {
    onDragOver: (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      setIsOver(true)
    },
    onDragLeave: (event: DragEvent) => {
      const { currentTarget, relatedTarget } = event
      if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) setIsOver(false)
    },
    onDrop: (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      setIsOver(false)
      const items = [...event.dataTransfer.items].filter(({ kind }) => kind === 'file')
      const folders = items.filter((item) => item.webkitGetAsEntry()?.isDirectory)
      if (folders.length > 0) notify.error(t('noFolders'))
      const files = items.filter((item) => !folders.includes(item)).map((item) => item.getAsFile())
      take(files.filter((file) => file !== null))
    },
  }
  return { isOver, handlers }
}
