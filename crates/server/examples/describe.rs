//! Describe: what can programs ask of the server?
//!
//! Prints the description of the API, as `GET /api/v1/openapi.json` answers it, in lines, so that a
//! change of it can be read. `make types` keeps it in docs/formats/openapi.json.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let described: serde_json::Value = serde_json::from_str(server::description())?;
    #[expect(clippy::print_stdout, reason = "to print it is what it is for")]
    {
        println!("{}", serde_json::to_string_pretty(&described)?);
    }
    Ok(())
}
