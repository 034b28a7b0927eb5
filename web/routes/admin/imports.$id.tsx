import { createFileRoute } from '@tanstack/react-router';
import { ImportScreen } from '../../features/people/import-screen.tsx';

export const Route = createFileRoute('/_app/admin/imports/$id')({ component: Screen });

function Screen() {
  return <ImportScreen id={Number(Route.useParams().id)} />;
}
