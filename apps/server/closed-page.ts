/** How long a reader is asked to wait before the next try. */
export const CLOSED_RETRY_SECONDS = 60;

/** What every reader gets while reading is switched off: one page of a few hundred bytes in both languages, without any other file. */
export const CLOSED_PAGE = `<!doctype html>
<html lang="es">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Cerrado por ahora · Closed for now</title>
</head>
<body>
<main>
<h1>Estas páginas no se pueden leer por ahora</h1>
<p>Quien opera el conteo las cerró a la lectura por un tiempo. Las actas se siguen recibiendo y transcribiendo, y los resultados se
siguen publicando: se verán aquí, con la hora de cada uno, cuando las páginas se abran otra vez. Quedará escrito cuándo estuvieron cerradas.</p>
<section lang="en">
<h1>These pages cannot be read for now</h1>
<p>Whoever runs the count has closed them to readers for a while. Sheets are still being received and typed, and results are still
being published: they will be seen here, each with its time, when the pages open again. When they were closed will be on record.</p>
</section>
</main>
</body>
</html>
`;
