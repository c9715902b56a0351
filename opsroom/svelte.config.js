// How is Svelte compiled? As it comes, with runes everywhere.
export default { compilerOptions: { runes: true } };
