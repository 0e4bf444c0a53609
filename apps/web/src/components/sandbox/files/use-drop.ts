'use client'

import { type DragEvent, useState } from 'react'
import { droppedFolder } from '../../new-source/prepare/dropped-folder.ts'
import type { SourceFolder } from '../../new-source/prepare/source-node.ts'

/** Whether what is dragged are files of the visitor, and not a part of a page. */
function hasFiles({ dataTransfer }: Pick<DragEvent, 'dataTransfer'>): boolean {
  return dataTransfer.types.includes('Files')
}

function isFolder(entry: FileSystemEntry | null | undefined): entry is FileSystemDirectoryEntry {
  return entry?.isDirectory === true
}

/** Takes files and folders that are dropped on an element. */
export function useDrop(take: {
  readonly files: (files: readonly File[]) => void
  readonly folder: (folder: SourceFolder) => void
}) {
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
      const entries = items.map((item) => item.webkitGetAsEntry())
      const files = items.map((item, at) => (isFolder(entries[at]) ? null : item.getAsFile()))
      take.files(files.filter((file) => file !== null))
      for (const folder of entries.filter(isFolder)) take.folder(droppedFolder(folder))
    },
  }
  return { isOver, handlers }
}
