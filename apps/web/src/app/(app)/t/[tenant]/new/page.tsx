import { NewApp } from '../../../../../components/new-app/new-app.tsx'

export default function NewAppPage() {
  return <NewApp />
}
